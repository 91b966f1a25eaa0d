/** The window around the screens: navigation, status, commands. */
@NullMarked
package dev.drawbridge.app.desktop.shell;

import org.jspecify.annotations.NullMarked;
