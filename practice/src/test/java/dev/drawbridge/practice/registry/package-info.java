@NullMarked
package dev.drawbridge.practice.registry;

import org.jspecify.annotations.NullMarked;
