/** Git repositories, only read: who made the commits between two revisions, and what they touch. */
@NullMarked
package dev.drawbridge.connector.git;

import org.jspecify.annotations.NullMarked;
