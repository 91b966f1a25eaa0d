/** Asking, approving, granting and acting: who may say yes to what, in which order. */
@NullMarked
package dev.drawbridge.delivery.promotion;

import org.jspecify.annotations.NullMarked;
