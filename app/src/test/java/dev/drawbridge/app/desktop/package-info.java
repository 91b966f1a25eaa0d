@NullMarked
package dev.drawbridge.app.desktop;

import org.jspecify.annotations.NullMarked;
