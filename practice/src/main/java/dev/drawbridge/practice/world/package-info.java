/**
 * The practice world: three clusters, a registry and Git repositories on loopback, filled as a
 * scenario describes it, with a folder from which the product and real tools can use them.
 */
@NullMarked
package dev.drawbridge.practice.world;

import org.jspecify.annotations.NullMarked;
