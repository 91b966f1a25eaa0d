/** The program: its start and how its parts are put together. */
@NullMarked
package dev.drawbridge.app;

import org.jspecify.annotations.NullMarked;
