/**
 * What the cluster itself holds people to: roles, admission policies, the release list and the pins
 * of one environment.
 *
 * <p>Start at {@link dev.drawbridge.delivery.setup.ClusterSetup}; {@link
 * dev.drawbridge.delivery.setup.RecordsTrust} says afterwards whether it still holds.
 */
@NullMarked
package dev.drawbridge.delivery.setup;

import org.jspecify.annotations.NullMarked;
