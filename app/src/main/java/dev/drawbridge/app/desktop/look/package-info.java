/** How the window looks: theme, fonts, icons, words. */
@NullMarked
package dev.drawbridge.app.desktop.look;

import org.jspecify.annotations.NullMarked;
