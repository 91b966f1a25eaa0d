/** Commands about promotions on their way and about putting back. */
@NullMarked
package dev.drawbridge.app.cli.rollout;

import org.jspecify.annotations.NullMarked;
