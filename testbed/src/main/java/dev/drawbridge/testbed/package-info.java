/**
 * Starts the real components that integration tests run against, on loopback, in temporary folders.
 */
@NullMarked
package dev.drawbridge.testbed;

import org.jspecify.annotations.NullMarked;
