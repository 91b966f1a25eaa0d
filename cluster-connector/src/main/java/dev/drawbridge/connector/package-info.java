/** Everything that talks to the outside: clusters, registries, Git. */
@NullMarked
package dev.drawbridge.connector;

import org.jspecify.annotations.NullMarked;
