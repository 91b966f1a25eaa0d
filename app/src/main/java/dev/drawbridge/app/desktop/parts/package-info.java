/** What several screens show alike. */
@NullMarked
package dev.drawbridge.app.desktop.parts;

import org.jspecify.annotations.NullMarked;
