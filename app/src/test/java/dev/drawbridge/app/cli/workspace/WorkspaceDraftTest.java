package dev.drawbridge.app.cli.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.delivery.workspace.Environment;
import dev.drawbridge.delivery.workspace.Service;
import dev.drawbridge.delivery.workspace.Workspace;
import dev.drawbridge.delivery.workspace.WorkspaceReader;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceDraftTest {

    private static final String UID = "5d2c0000-0000-0000-0000-000000000001";

    @TempDir Path folder;

    @Test
    void whatIsFoundBecomesAGoodWorkspace() throws IOException {
        Workspace workspace =
                written(
                        place(
                                "dev",
                                deployment(
                                        "checkout",
                                        "proxy:1",
                                        "checkout=registry.example.org:5000/shop/checkout:main")),
                        place(
                                "prod",
                                deployment(
                                        "checkout",
                                        "checkout=registry.example.org:5000/shop/checkout@sha256:"
                                                + "a".repeat(64)),
                                deployment(
                                        "search",
                                        "app=registry.example.org:5000/shop/search@sha256:"
                                                + "b".repeat(64))));

        assertThat(workspace.order()).extracting(Environment::name).containsExactly("dev", "prod");
        assertThat(workspace.environment("prod").after()).containsExactly("dev");
        assertThat(workspace.environment("prod").cluster().uid()).isEqualTo(UID);
        Service checkout = workspace.service("checkout");
        assertThat(checkout.image()).isEqualTo("registry.example.org:5000/shop/checkout");
        assertThat(checkout.candidate()).isEqualTo(new Service.ByTag("main"));
        assertThat(checkout.workload().container()).isEqualTo("checkout");
        assertThat(workspace.service("search").candidate()).isNull();
    }

    @Test
    void namesThatYamlWouldReadAsSomethingElseAreQuoted() throws IOException {
        Workspace workspace =
                written(
                        new WorkspaceDraft.Place(
                                "dev",
                                "arn:aws:eks:eu-central-1:1:cluster/on",
                                "shop",
                                UID,
                                List.of(deployment("yes", "yes=reg.example.org/yes:1.10"))));

        assertThat(workspace.service("yes").candidate()).isEqualTo(new Service.ByTag("1.10"));
        assertThat(workspace.environment("dev").cluster().context())
                .isEqualTo("arn:aws:eks:eu-central-1:1:cluster/on");
    }

    private Workspace written(WorkspaceDraft.Place... places) throws IOException {
        Path file = folder.resolve("drawbridge.yaml");
        Files.writeString(file, new WorkspaceDraft("shop", List.of(places)).yaml());
        return new WorkspaceReader().read(file);
    }

    private static WorkspaceDraft.Place place(String name, Deployment... deployments) {
        return new WorkspaceDraft.Place(name, "shop-" + name, "shop", UID, List.of(deployments));
    }

    /** Containers as {@code name=image}; one without a name is called after its image. */
    private static Deployment deployment(String name, String... containers) {
        DeploymentBuilder builder =
                new DeploymentBuilder().withNewMetadata().withName(name).endMetadata();
        var spec = builder.withNewSpec().withNewTemplate().withNewSpec();
        for (String container : containers) {
            int equals = container.indexOf('=');
            spec.addNewContainer()
                    .withName(
                            equals < 0
                                    ? container.replace(':', '-')
                                    : container.substring(0, equals))
                    .withImage(container.substring(equals + 1))
                    .endContainer();
        }
        return spec.endSpec().endTemplate().endSpec().build();
    }
}
