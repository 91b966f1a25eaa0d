/** What commands show alike: gates, promotions, progress, and the commands to go on with. */
@NullMarked
package dev.drawbridge.app.cli.view;

import org.jspecify.annotations.NullMarked;
