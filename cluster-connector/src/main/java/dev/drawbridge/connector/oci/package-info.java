/**
 * OCI registries: references, manifests, blobs, referrers; every digest checked over the bytes that
 * came.
 */
@NullMarked
package dev.drawbridge.connector.oci;

import org.jspecify.annotations.NullMarked;
