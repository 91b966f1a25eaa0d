/** Commands about the rules. */
@NullMarked
package dev.drawbridge.app.cli.policy;

import org.jspecify.annotations.NullMarked;
