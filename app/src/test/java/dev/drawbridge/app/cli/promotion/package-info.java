@NullMarked
package dev.drawbridge.app.cli.promotion;

import org.jspecify.annotations.NullMarked;
