@NullMarked
package dev.drawbridge.app.metrics;

import org.jspecify.annotations.NullMarked;
