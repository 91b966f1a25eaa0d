package dev.drawbridge.delivery.setup;

import dev.drawbridge.delivery.workspace.Environment;
import dev.drawbridge.policies.CanonicalJson;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The admission policies of an environment and their bindings. Their expressions lie as YAML beside
 * this class. The name {@code drawbridge-workloads-<records namespace>} is kept for the policy over
 * images.
 */
public final class PolicyManifests {

    /** Says, in an object that is only tried, that the policy is to answer with its version. */
    static final String PROBE = "drawbridge.dev/probe";

    private static final int VERSION_DIGITS = 12;

    private final Environment environment;
    private final KubernetesSerialization yaml;

    PolicyManifests(Environment environment, KubernetesSerialization yaml) {
        this.environment = environment;
        this.yaml = yaml;
    }

    /** The name of the policy that holds records to their makers, and of its binding. */
    public static String recordsPolicy(String recordsNamespace) {
        return "drawbridge-records-" + recordsNamespace;
    }

    /** The name of the policy over fences and Leases, and of its binding. */
    public static String fencePolicy(String recordsNamespace) {
        return "drawbridge-fence-" + recordsNamespace;
    }

    /** The names of both policies; each has a binding of the same name. */
    public static List<String> names(String recordsNamespace) {
        return List.of(recordsPolicy(recordsNamespace), fencePolicy(recordsNamespace));
    }

    /** Policies and bindings in the order they are made: a policy binds only once it is there. */
    List<HasMetadata> all() {
        String records = environment.recordsNamespace();
        return List.of(
                policy("records-policy.yaml", recordsPolicy(records)),
                policy("fence-policy.yaml", fencePolicy(records)),
                binding(recordsPolicy(records), List.of(records)),
                binding(fencePolicy(records), List.of(environment.namespace(), records)));
    }

    /** What the records policy answers a probe with, once exactly this version is in force. */
    String recordsVersion() {
        return version(
                filled("records-policy.yaml", recordsPolicy(environment.recordsNamespace())));
    }

    /** As {@link #recordsVersion}, of the fence policy. */
    String fenceVersion() {
        return version(filled("fence-policy.yaml", fencePolicy(environment.recordsNamespace())));
    }

    private HasMetadata policy(String template, String name) {
        String text = filled(template, name);
        return yaml.unmarshal(text.replace("${version}", version(text)), HasMetadata.class);
    }

    private static String version(String text) {
        return CanonicalJson.sha256(text.getBytes(StandardCharsets.UTF_8))
                .substring(0, VERSION_DIGITS);
    }

    /** Names are checked by the workspace's reader: nothing that is filled in needs quoting. */
    private String filled(String template, String name) {
        String kinds =
                RoleTable.allKinds().stream()
                        .map(kind -> "'" + kind + "'")
                        .collect(Collectors.joining(", "));
        return resource(template)
                .replace("${name}", name)
                .replace("${namespace}", environment.recordsNamespace())
                .replace("${kinds}", kinds);
    }

    private HasMetadata binding(String policy, List<String> namespaces) {
        return yaml.unmarshal(
                resource("binding.yaml")
                        .replace("${name}", policy)
                        .replace("${namespaces}", String.join(", ", namespaces)),
                HasMetadata.class);
    }

    private static String resource(String name) {
        try (InputStream in = PolicyManifests.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
