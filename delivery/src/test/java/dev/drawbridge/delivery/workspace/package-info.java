@NullMarked
package dev.drawbridge.delivery.workspace;

import org.jspecify.annotations.NullMarked;
