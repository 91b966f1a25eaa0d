/**
 * The rules of a gate and what runs them: the input a rule may look at, the engines, the verdict,
 * and the assessment that an approval names. Nothing here reaches a cluster, a registry or a
 * screen.
 */
@NullMarked
package dev.drawbridge.policies;

import org.jspecify.annotations.NullMarked;
