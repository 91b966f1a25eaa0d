/**
 * Acting on a cluster: the fence, the Lease, the journal, the driver, what pods show, and putting
 * back.
 *
 * <p>Every act has its intent written before it and its result after it. What is believed is what
 * the cluster shows.
 */
@NullMarked
package dev.drawbridge.delivery.rollout;

import org.jspecify.annotations.NullMarked;
