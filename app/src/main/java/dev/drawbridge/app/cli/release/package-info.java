/** Commands about what runs where and what waits. */
@NullMarked
package dev.drawbridge.app.cli.release;

import org.jspecify.annotations.NullMarked;
