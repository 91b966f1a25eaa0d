@NullMarked
package dev.drawbridge.policies;

import org.jspecify.annotations.NullMarked;
