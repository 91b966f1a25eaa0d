/**
 * What desks share: one immutable ConfigMap a record, in the environment's records namespace.
 *
 * <p>A record is an object of its maker's own; the cluster's admission holds its <em>who</em> to
 * the user who made it. Records rest on one another by name, uid and SHA-256, so that one deleted
 * and made again shows.
 */
@NullMarked
package dev.drawbridge.delivery.records;

import org.jspecify.annotations.NullMarked;
