package dev.drawbridge.connector.signature;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.connector.oci.Digest;
import java.util.List;

/**
 * Something beside an image that is signed, or should be. <b>Nothing in it is to be believed before
 * {@link SignatureCheck} names the key that verifies it</b>, and then only what its fields say:
 * check {@link #covers} for the image, the predicate type, and whether that key is trusted for that
 * kind.
 */
public sealed interface SignedObject {
    Source source();

    /** Whether it says that it is about this digest; an index's children are other digests. */
    boolean covers(Digest digest);

    /**
     * An in-toto statement in a DSSE envelope.
     *
     * @param statementType {@code _type}, one of {@link Statements#TYPES}
     * @param predicateType a URI; {@link Statements#COSIGN_SIGN} is a signature, all others state
     *     something and are no signature
     * @param predicate JSON null where there is none
     * @param payloadType what the signature covers besides the payload
     * @param payload the signed bytes, as decoded. Not to be changed
     * @param signatures the raw signatures; a bundle has exactly one
     */
    record Dsse(
            Source source,
            String statementType,
            String predicateType,
            List<Subject> subjects,
            JsonNode predicate,
            String payloadType,
            byte[] payload,
            List<byte[]> signatures)
            implements SignedObject {
        public Dsse {
            subjects = List.copyOf(subjects);
            signatures = List.copyOf(signatures);
        }

        @Override
        public boolean covers(Digest digest) {
            return subjects.stream().anyMatch(subject -> subject.is(digest));
        }

        /** Whether it is what {@code cosign sign} makes. */
        public boolean isSignature() {
            return predicateType.equals(Statements.COSIGN_SIGN);
        }
    }

    /**
     * A signature of cosign's older form.
     *
     * @param payload the signed bytes. Not to be changed
     * @param signature raw
     * @param manifestDigest the digest that the payload names
     */
    record SimpleSigning(Source source, byte[] payload, byte[] signature, Digest manifestDigest)
            implements SignedObject {
        @Override
        public boolean covers(Digest digest) {
            return manifestDigest.equals(digest);
        }
    }

    /**
     * Something is attached that nobody signed: it counts as nothing, and is only told of.
     *
     * @param type its artifact type, or what its only layer is
     */
    record Unsigned(Source source, String type) implements SignedObject {
        @Override
        public boolean covers(Digest digest) {
            return false;
        }
    }

    /**
     * Something is there that should be a signed object but can't be read: it counts as nothing,
     * and hides nothing beside it.
     *
     * @param why for a sentence, such as "it is not JSON"
     */
    record Unreadable(Source source, String why) implements SignedObject {
        @Override
        public boolean covers(Digest digest) {
            return false;
        }
    }
}
