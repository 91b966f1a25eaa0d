/** A workspace opened for one person. */
@NullMarked
package dev.drawbridge.app.desktop.desk;

import org.jspecify.annotations.NullMarked;
