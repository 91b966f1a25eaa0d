@NullMarked
package dev.drawbridge.app.desktop.work;

import org.jspecify.annotations.NullMarked;
