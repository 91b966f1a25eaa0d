@NullMarked
package dev.drawbridge.app.output;

import org.jspecify.annotations.NullMarked;
