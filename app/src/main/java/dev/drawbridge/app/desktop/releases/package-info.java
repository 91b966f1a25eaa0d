/** What waits to go where, and why. */
@NullMarked
package dev.drawbridge.app.desktop.releases;

import org.jspecify.annotations.NullMarked;
