package dev.drawbridge.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.policies.CanonicalJson;
import dev.drawbridge.policies.GateInput;
import dev.drawbridge.policies.Level;
import dev.drawbridge.policies.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The release that the gate judges here: about 20 KB of input with 85 vulnerabilities and 16
 * commits, every rule of two collections chosen.
 */
final class SampleRelease {
    private SampleRelease() {}

    /**
     * The release, in an environment pinned to a pack.
     *
     * @param packDigest of the engine that judges it
     */
    static GateInput input(String packDigest) {
        try (InputStream in = SampleRelease.class.getResourceAsStream("release.json")) {
            if (in == null) {
                throw new IllegalStateException("release.json is missing from the class path");
            }
            ObjectNode release = (ObjectNode) new ObjectMapper().readTree(in);
            release.withObject("pins").put("packDigest", packDigest);
            return CanonicalJson.read(CanonicalJson.bytes(release), GateInput.class);
        } catch (IOException e) {
            throw new UncheckedIOException("read release.json", e);
        }
    }

    /** A gate that couldn't tell did less than the work that is to be measured. */
    static void checkJudged(Verdict verdict) {
        if (verdict.level() == Level.CANT_TELL) {
            throw new IllegalStateException(
                    "The release wasn't judged, so there is nothing to measure: "
                            + verdict.findings());
        }
    }
}
