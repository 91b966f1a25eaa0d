/** Work away from the window's thread, and what comes of it. */
@NullMarked
package dev.drawbridge.app.desktop.work;

import org.jspecify.annotations.NullMarked;
