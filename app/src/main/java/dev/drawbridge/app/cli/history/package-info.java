/** Commands about this desk's history. */
@NullMarked
package dev.drawbridge.app.cli.history;

import org.jspecify.annotations.NullMarked;
