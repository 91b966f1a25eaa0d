package dev.drawbridge.connector.signature;

import dev.drawbridge.connector.oci.Digest;
import org.jspecify.annotations.Nullable;

/**
 * Where a signed object was found.
 *
 * @param repository host and repository
 * @param form how it is attached
 * @param manifest of what holds it; null where that manifest couldn't be had
 * @param layer which layer of that manifest, from 0
 */
public record Source(String repository, Form form, @Nullable Digest manifest, int layer) {
    /** How signatures and attestations are attached to an image. */
    public enum Form {
        /** A Sigstore bundle as a referrer. */
        BUNDLE("bundle"),
        /** An artifact as a referrer, without a signature. */
        BARE("artifact"),
        /** A layer under the tag {@code sha256-….sig}. */
        LEGACY_SIGNATURE(".sig tag"),
        /** A layer under the tag {@code sha256-….att}. */
        LEGACY_ATTESTATION(".att tag");

        private final String shown;

        Form(String shown) {
            this.shown = shown;
        }
    }

    /** For a sentence: {@code bundle host/repository@sha256:…}. */
    @Override
    public String toString() {
        String at = manifest == null ? repository : repository + "@" + manifest;
        return form.shown
                + " "
                + at
                + (form == Form.BUNDLE || form == Form.BARE ? "" : ", layer " + layer);
    }
}
