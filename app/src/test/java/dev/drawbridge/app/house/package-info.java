@NullMarked
package dev.drawbridge.app.house;

import org.jspecify.annotations.NullMarked;
