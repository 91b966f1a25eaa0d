/**
 * What this machine keeps for its user: the data folder, the desk's id, the workspace opened last.
 */
@NullMarked
package dev.drawbridge.app.local;

import org.jspecify.annotations.NullMarked;
