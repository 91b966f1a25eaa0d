/**
 * Signatures and attestations beside images, as cosign writes them; which key verifies them,
 * offline.
 */
@NullMarked
package dev.drawbridge.connector.signature;

import org.jspecify.annotations.NullMarked;
