@NullMarked
package dev.drawbridge.delivery.setup;

import org.jspecify.annotations.NullMarked;
