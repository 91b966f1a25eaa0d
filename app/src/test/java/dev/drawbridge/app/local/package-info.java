@NullMarked
package dev.drawbridge.app.local;

import org.jspecify.annotations.NullMarked;
