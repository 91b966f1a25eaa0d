/** The desktop: wires the window together and opens it. */
@NullMarked
package dev.drawbridge.app.desktop;

import org.jspecify.annotations.NullMarked;
