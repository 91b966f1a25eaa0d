/** Commands that stop new promotions and let them start again. */
@NullMarked
package dev.drawbridge.app.cli.freeze;

import org.jspecify.annotations.NullMarked;
