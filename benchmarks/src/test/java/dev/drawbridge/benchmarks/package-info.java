@NullMarked
package dev.drawbridge.benchmarks;

import org.jspecify.annotations.NullMarked;
