/** Commands that ask for a release, say yes or no to it, and bring it in. */
@NullMarked
package dev.drawbridge.app.cli.promotion;

import org.jspecify.annotations.NullMarked;
