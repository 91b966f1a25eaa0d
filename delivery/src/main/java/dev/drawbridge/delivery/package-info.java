/**
 * The one workflow, as a desk goes through it. It joins clusters, policies and history; it knows no
 * screen.
 */
@NullMarked
package dev.drawbridge.delivery;

import org.jspecify.annotations.NullMarked;
