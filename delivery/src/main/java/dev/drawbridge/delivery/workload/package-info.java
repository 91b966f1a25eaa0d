/**
 * One workload of a cluster: read as it stands, written under its fence, each act in the journal
 * before and after it.
 */
@NullMarked
package dev.drawbridge.delivery.workload;

import org.jspecify.annotations.NullMarked;
