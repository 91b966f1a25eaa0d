/**
 * The command line: the tree of commands, and the one place where what happened becomes words and
 * an exit code.
 */
@NullMarked
package dev.drawbridge.app.cli;

import org.jspecify.annotations.NullMarked;
