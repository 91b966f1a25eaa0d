/** Commands about the evidence beside an image. */
@NullMarked
package dev.drawbridge.app.cli.evidence;

import org.jspecify.annotations.NullMarked;
