package dev.drawbridge.connector.signature;

import java.util.Set;

/** Names that in-toto, cosign and Sigstore use. */
public final class Statements {
    /** The predicate type of a signature made by {@code cosign sign}. */
    public static final String COSIGN_SIGN = "https://sigstore.dev/cosign/sign/v1";

    /** The types of statement that are read. */
    public static final Set<String> TYPES =
            Set.of("https://in-toto.io/Statement/v1", "https://in-toto.io/Statement/v0.1");

    /** What an in-toto statement is called in a DSSE envelope. */
    public static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";

    /** A Sigstore bundle. */
    public static final String BUNDLE = "application/vnd.dev.sigstore.bundle.v0.3+json";

    static final String WRITTEN_TYPE = "https://in-toto.io/Statement/v1";
    static final String BUNDLE_PREFIX = "application/vnd.dev.sigstore.bundle";
    static final String SIMPLE_SIGNING = "application/vnd.dev.cosign.simplesigning.v1+json";
    static final String DSSE_LAYER = "application/vnd.dsse.envelope.v1+json";
    static final String LEGACY_SIGNATURE = "dev.cosignproject.cosign/signature";

    private Statements() {}
}
