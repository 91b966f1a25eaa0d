/** An OCI registry in this process, speaking the distribution protocol over loopback. */
@NullMarked
package dev.drawbridge.practice.registry;

import org.jspecify.annotations.NullMarked;
