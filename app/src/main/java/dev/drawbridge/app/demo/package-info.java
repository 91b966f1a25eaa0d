/**
 * The practice world played in the terminal: people at desks of their own, each typing real
 * commands.
 */
@NullMarked
package dev.drawbridge.app.demo;

import org.jspecify.annotations.NullMarked;
