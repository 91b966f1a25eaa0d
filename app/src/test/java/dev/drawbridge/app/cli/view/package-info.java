@NullMarked
package dev.drawbridge.app.cli.view;

import org.jspecify.annotations.NullMarked;
