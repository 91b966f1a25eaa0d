/**
 * Bringing a release in and putting it back: the Lease, the driver, what pods show, how it ended.
 * What is believed is what the cluster shows.
 */
@NullMarked
package dev.drawbridge.delivery.rollout;

import org.jspecify.annotations.NullMarked;
