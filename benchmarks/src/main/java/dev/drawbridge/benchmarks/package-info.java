/** Measures what is promised, over the product's own defaults, and renders the figures. */
@NullMarked
package dev.drawbridge.benchmarks;

import org.jspecify.annotations.NullMarked;
