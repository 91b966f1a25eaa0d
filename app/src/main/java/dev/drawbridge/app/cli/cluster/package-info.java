/** Commands about what an environment's cluster enforces, and about every connection. */
@NullMarked
package dev.drawbridge.app.cli.cluster;

import org.jspecify.annotations.NullMarked;
