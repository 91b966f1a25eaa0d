package dev.drawbridge.delivery.setup;

import dev.drawbridge.delivery.workspace.Environment;
import dev.drawbridge.delivery.workspace.Role;
import dev.drawbridge.delivery.workspace.Workspace;
import dev.drawbridge.delivery.workspace.WorkspaceException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that {@code cluster setup} puts into an environment's cluster, before anything is read
 * from it.
 *
 * <p>The namespace comes first, then roles (so that whoever sets up may write what follows), then
 * policies, then bindings.
 */
public final class SetupManifests {

    private final Workspace workspace;
    private final Environment environment;
    private final KubernetesSerialization yaml = new KubernetesSerialization();

    /**
     * The manifests of an environment.
     *
     * @throws WorkspaceException if the workspace doesn't say enough to set it up
     */
    public SetupManifests(Workspace workspace, Environment environment) {
        this.workspace = workspace;
        this.environment = environment;
        if (environment.recordsNamespace().equals(environment.namespace())) {
            throw new WorkspaceException(
                    "Environment '"
                            + environment.name()
                            + "' keeps its records in the application's own namespace '"
                            + environment.namespace()
                            + "', where a policy over every ConfigMap would stop the application; name one of its"
                            + " own in "
                            + workspace.file()
                            + ", such as records: "
                            + environment.namespace()
                            + "-releases.");
        }
        List<String> missing = missingRoles();
        if (!missing.isEmpty()) {
            throw new WorkspaceException(
                    "Environment '"
                            + environment.name()
                            + "' can't be set up: no group has the role "
                            + String.join(", ", missing)
                            + ", so nobody could do that part; name one under roles: in "
                            + workspace.file()
                            + ".");
        }
    }

    /**
     * Why an environment needs no setup, in a sentence; empty: it needs one. An unprotected
     * environment that keeps its records beside the application has nothing to set up: whoever may
     * edit there may work, and who made a record is taken on trust.
     */
    public static Optional<String> notNeeded(Environment environment) {
        return environment.protectedEnv()
                        || !environment.recordsNamespace().equals(environment.namespace())
                ? Optional.empty()
                : Optional.of(
                        "Environment '"
                                + environment.name()
                                + "' needs no setup: it isn't protected and keeps its records in the application's own"
                                + " namespace '"
                                + environment.namespace()
                                + "', on trust; name another under records:, such as "
                                + environment.namespace()
                                + "-releases, to have the cluster hold them to their makers.");
    }

    private List<String> missingRoles() {
        List<String> missing = new ArrayList<>();
        for (Role role : Role.values()) {
            boolean needed =
                    switch (role) {
                        case REQUESTER, OPERATOR, PLATFORM -> true;
                        case APPROVER -> !environment.gate().approvals().isEmpty();
                        case READER, COMPLIANCE, BREAK_GLASS -> false;
                    };
            if (needed && workspace.groups(role).isEmpty()) {
                missing.add(role.word());
            }
        }
        return missing;
    }

    /** All objects, in the order they are made. */
    public List<HasMetadata> all() {
        List<HasMetadata> all = new ArrayList<>();
        all.add(
                new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(environment.recordsNamespace())
                        .withLabels(Map.of("app.kubernetes.io/managed-by", "drawbridge"))
                        .endMetadata()
                        .build());
        all.addAll(new RoleManifests(workspace, environment).all());
        all.addAll(policies().all());
        return all;
    }

    /** As YAML that {@code kubectl apply -f -} takes. */
    public String print() {
        StringBuilder text = new StringBuilder();
        for (HasMetadata object : all()) {
            String document = yaml.asYaml(object);
            text.append(document.startsWith("---") ? "" : "---\n").append(document);
        }
        return text.toString();
    }

    PolicyManifests policies() {
        return new PolicyManifests(environment, yaml);
    }
}
