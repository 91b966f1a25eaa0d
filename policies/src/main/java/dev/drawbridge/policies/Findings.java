package dev.drawbridge.policies;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;

/** Findings as engines write them. */
final class Findings {

    private static final TypeReference<List<Finding>> LIST = new TypeReference<>() {};

    private Findings() {}

    /**
     * Reads what the rules reported, in our order; an answer that isn't a list is no answer.
     *
     * @param engine who answered, for the message
     */
    static List<Finding> read(JsonNode result, String engine) {
        if (!result.isArray()) {
            throw new PolicyEngineException(
                    PolicyEngineException.Kind.NOT_ITSELF,
                    "The rules could not be judged: "
                            + engine
                            + " answered without findings, so it doesn't know "
                            + Pack.ENTRYPOINT
                            + ". See that it has loaded Drawbridge's pack.",
                    null);
        }
        try {
            List<Finding> findings = CanonicalJson.mapper().readerFor(LIST).readValue(result);
            return findings.stream().sorted(Finding.ORDER).toList();
        } catch (IOException e) {
            throw malformed(engine, e);
        }
    }

    private static PolicyEngineException malformed(String engine, Exception cause) {
        return new PolicyEngineException(
                PolicyEngineException.Kind.NOT_ITSELF,
                "The rules could not be judged: "
                        + engine
                        + " answered with findings of another shape. "
                        + "See that its pack and this build are of the same release.",
                cause);
    }
}
