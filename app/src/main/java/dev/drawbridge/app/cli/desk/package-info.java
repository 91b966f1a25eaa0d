/** What every command stands on: the options that all of them take, and the desk they work at. */
@NullMarked
package dev.drawbridge.app.cli.desk;

import org.jspecify.annotations.NullMarked;
