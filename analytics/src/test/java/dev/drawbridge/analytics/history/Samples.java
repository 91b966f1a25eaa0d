package dev.drawbridge.analytics.history;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;

/**
 * One story for the tests and the fixture database: a release to production, one step of it still
 * open.
 */
final class Samples {
    static final ObjectMapper JSON = new ObjectMapper();
    static final Instant T0 = Instant.parse("2026-11-20T09:00:00Z");
    static final InstantSource DESK = InstantSource.fixed(T0.plusSeconds(7));
    static final String DIGEST = "sha256:" + "ab".repeat(32);

    private Samples() {}

    static Event started(String deployment, Instant at) {
        ObjectNode body =
                JSON.createObjectNode()
                        .put("deployment", deployment)
                        .put("digest", DIGEST)
                        .put("kind", "promotion");
        return event(EventTypes.DEPLOYMENT_STARTED, deployment, at, body);
    }

    static Event ended(String deployment, String outcome, Instant at) {
        ObjectNode body =
                JSON.createObjectNode().put("deployment", deployment).put("outcome", outcome);
        return event(EventTypes.DEPLOYMENT_ENDED, deployment, at, body);
    }

    static JournalStep step(String name, Instant at) {
        return new JournalStep(
                "production",
                name,
                "checkout",
                "production/checkout-abababab-1",
                "sam@shop",
                at,
                JSON.createObjectNode().put("act", "apply"));
    }

    static KeptAssessment assessment(String hash, String input, Instant at) {
        return new KeptAssessment(
                hash,
                "production",
                "checkout",
                DIGEST,
                "sam@shop",
                input.getBytes(StandardCharsets.UTF_8),
                "[]".getBytes(StandardCharsets.UTF_8),
                "embedded 1 pack",
                at);
    }

    static void tell(History history) {
        history.append(started("production/checkout-abababab-1", T0));
        JournalStep first = step("step-grant-checkout-abababab-1-1-1", T0.plusSeconds(1));
        history.intent(first);
        history.settle(
                first, "done", T0.plusSeconds(2), JSON.createObjectNode().put("generation", 4));
        history.intent(step("step-grant-checkout-abababab-1-1-2", T0.plusSeconds(3)));
        history.keepAssessment(assessment("a1", "{\"now\":1}", T0));
        history.append(ended("production/checkout-abababab-1", "healthy", T0.plusSeconds(60)));
        history.keepMark("production", new Mark("uid-1", 7, 3, T0.plusSeconds(61)));
    }

    /** Writes the fixture database anew: run by hand when a schema is final, never by a test. */
    public static void main(String[] args) {
        try (History history = History.open(Path.of(args[0]), DESK)) {
            tell(history);
        }
    }

    private static Event event(String type, String deployment, Instant at, ObjectNode body) {
        return new Event(
                at,
                type,
                "production",
                "checkout",
                deployment,
                "sam@shop",
                "cluster-record",
                type + "/" + deployment,
                body);
    }
}
