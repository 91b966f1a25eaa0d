/**
 * The gate of an environment: the candidate, everything a rule may look at, and the judgement on
 * it.
 */
@NullMarked
package dev.drawbridge.delivery.gate;

import org.jspecify.annotations.NullMarked;
