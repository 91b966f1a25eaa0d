@NullMarked
package dev.drawbridge.app;

import org.jspecify.annotations.NullMarked;
