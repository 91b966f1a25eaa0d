/**
 * What a team writes down once: the workspace file, its check, its schema, and the records it
 * becomes.
 *
 * <p>Start at {@link dev.drawbridge.delivery.workspace.WorkspaceReader}.
 */
@NullMarked
package dev.drawbridge.delivery.workspace;

import org.jspecify.annotations.NullMarked;
