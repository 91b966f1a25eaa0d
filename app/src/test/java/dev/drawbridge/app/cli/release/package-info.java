@NullMarked
package dev.drawbridge.app.cli.release;

import org.jspecify.annotations.NullMarked;
