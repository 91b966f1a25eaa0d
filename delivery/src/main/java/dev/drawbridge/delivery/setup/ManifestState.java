package dev.drawbridge.delivery.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.connector.kube.ClusterConnection;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One object of the setup beside what the cluster has.
 *
 * @param wanted as setup makes it
 * @param live as it is; null: it isn't there
 * @param differences in what it does: rules, subjects or specification; empty: it is as wanted
 */
record ManifestState(HasMetadata wanted, @Nullable HasMetadata live, List<Difference> differences) {

    private static final List<String> PARTS = List.of("spec", "rules", "roleRef", "subjects");
    private static final KubernetesSerialization JSON = new KubernetesSerialization();

    static ManifestState read(ClusterConnection cluster, HasMetadata wanted) {
        HasMetadata live = cluster.read("read " + name(wanted), k -> k.resource(wanted).get());
        List<Difference> differences =
                live == null || wanted.getKind().equals("Namespace")
                        ? List.of()
                        : Difference.between(parts(wanted), parts(live));
        return new ManifestState(wanted, live, differences);
    }

    private static ObjectNode parts(HasMetadata object) {
        JsonNode all = JSON.convertValue(object, JsonNode.class);
        ObjectNode parts = JsonNodeFactory.instance.objectNode();
        for (String part : PARTS) {
            if (all.has(part)) {
                parts.set(part, all.get(part));
            }
        }
        return parts;
    }

    boolean asWanted() {
        return live != null && differences.isEmpty();
    }

    /** What isn't as wanted, in a sentence. */
    String sentence() {
        if (live == null) {
            return "The " + name(wanted) + " isn't there.";
        }
        Difference first = differences.getFirst();
        String more = differences.size() == 1 ? "" : " (and " + (differences.size() - 1) + " more)";
        return "The "
                + name(wanted)
                + " isn't as setup makes it: wanted against found, "
                + first.words()
                + more
                + ".";
    }

    /** Such as {@code role shop-releases/drawbridge-operator}. */
    static String name(HasMetadata object) {
        String namespace = object.getMetadata().getNamespace();
        return switch (object.getKind()) {
                    case "ValidatingAdmissionPolicy" -> "policy";
                    case "ValidatingAdmissionPolicyBinding" -> "binding of policy";
                    case "RoleBinding" -> "role binding";
                    case "ClusterRole" -> "cluster role";
                    case "ClusterRoleBinding" -> "cluster role binding";
                    default -> object.getKind().toLowerCase(Locale.ROOT);
                }
                + " "
                + (namespace == null ? "" : namespace + "/")
                + object.getMetadata().getName();
    }
}
