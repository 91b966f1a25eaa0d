@NullMarked
package dev.drawbridge.app.cli.desk;

import org.jspecify.annotations.NullMarked;
