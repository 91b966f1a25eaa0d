@NullMarked
package dev.drawbridge.practice.world;

import org.jspecify.annotations.NullMarked;
