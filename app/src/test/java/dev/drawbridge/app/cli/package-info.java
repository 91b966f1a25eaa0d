@NullMarked
package dev.drawbridge.app.cli;

import org.jspecify.annotations.NullMarked;
