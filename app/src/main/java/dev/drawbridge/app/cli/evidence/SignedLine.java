package dev.drawbridge.app.cli.evidence;

import dev.drawbridge.app.output.Cell;
import dev.drawbridge.app.output.Sheet;
import dev.drawbridge.app.output.Tone;
import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.connector.signature.SignatureCheck;
import dev.drawbridge.connector.signature.SignedObject;
import dev.drawbridge.connector.signature.TrustedKey;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something beside an image.
 *
 * @param covers whether it says that it is about the image
 * @param key id of the trusted key that verifies it; null where none does
 * @param kinds the kinds of evidence that this key is trusted for
 * @param why why it can't be relied on whoever is trusted; null where it can
 * @param unsigned whether it is there, but nobody signed it
 */
record SignedLine(
        String what,
        String source,
        boolean covers,
        @Nullable String key,
        List<String> kinds,
        @Nullable String why,
        boolean unsigned) {

    static SignedLine of(SignedObject object, Digest digest, Collection<TrustedKey> keys) {
        TrustedKey key = SignatureCheck.verify(object, keys).orElse(null);
        return new SignedLine(
                what(object),
                object.source().toString(),
                object.covers(digest),
                key == null ? null : key.id(),
                key == null ? List.of() : key.kinds().stream().sorted().toList(),
                switch (object) {
                    case SignedObject.Unreadable unreadable -> unreadable.why();
                    case SignedObject.Unsigned unsigned -> "it is signed by nobody";
                    case SignedObject.Dsse dsse -> null;
                    case SignedObject.SimpleSigning simple -> null;
                },
                object instanceof SignedObject.Unsigned);
    }

    private static String what(SignedObject object) {
        return switch (object) {
            case SignedObject.Dsse dsse -> dsse.isSignature() ? "signature" : dsse.predicateType();
            case SignedObject.SimpleSigning simple -> "signature";
            case SignedObject.Unreadable unreadable -> "unreadable";
            case SignedObject.Unsigned unsigned -> unsigned.type();
        };
    }

    /** In one word: verified, for another image, not verified, or unreadable. */
    String state() {
        if (unsigned) {
            return "signed by nobody";
        }
        if (why != null) {
            return "unreadable";
        }
        if (!covers) {
            return "about another image";
        }
        return key == null ? "no trusted key verifies it" : "verified";
    }

    static Sheet sheet(List<SignedLine> lines) {
        Sheet.Builder rows = Sheet.of("what", "state", "key", "trusted for", "where");
        lines.forEach(l ->
                rows.row(
                        Cell.of(l.what()),
                        Cell.of(l.state(), l.state().equals("verified") ? Tone.GOOD : Tone.WAITING),
                        Cell.of(l.key() == null ? "–" : l.key()),
                        Cell.of(l.kinds().isEmpty() ? "–" : String.join(" ", l.kinds())),
                        Cell.of(l.why() == null ? l.source() : l.source() + ": " + l.why())));
        return rows.build();
    }
}
