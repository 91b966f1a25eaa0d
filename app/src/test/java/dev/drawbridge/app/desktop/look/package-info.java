@NullMarked
package dev.drawbridge.app.desktop.look;

import org.jspecify.annotations.NullMarked;
