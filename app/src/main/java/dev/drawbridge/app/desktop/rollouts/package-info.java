/** Promotions on their way and how they ended. */
@NullMarked
package dev.drawbridge.app.desktop.rollouts;

import org.jspecify.annotations.NullMarked;
