@NullMarked
package dev.drawbridge.app.cli.workspace;

import org.jspecify.annotations.NullMarked;
