package dev.drawbridge.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code cluster setup} says before it reaches a cluster. */
class ClusterSetupTest {
    private static final String WORKSPACE =
            """
            apiVersion: drawbridge.dev/v1
            kind: Workspace
            metadata: { name: shop, team: storefront }
            roles: { requester: [developers], operator: [sre], platform: [platform] }
            environments:
              - name: staging
                cluster: { context: nowhere }
                namespace: shop
                gate: { collections: [minimal] }
              - name: recorded
                cluster: { context: nowhere }
                namespace: shop
                records: shop-releases
                gate: { collections: [minimal] }
            services:
              - name: checkout
                image: registry.example.org/shop/checkout
                candidate: { tag: main }
                workload: { kind: Deployment, name: checkout, container: app }
            """;

    @TempDir private Path folder;

    @Test
    void anUnprotectedEnvironmentWithItsRecordsBesideTheApplicationNeedsNone() throws IOException {
        Path file = Files.writeString(folder.resolve("drawbridge.yaml"), WORKSPACE);
        for (String how : new String[] {"--print", "--check", "--apply"}) {
            Ran ran =
                    Ran.in(
                            folder,
                            "cluster",
                            "setup",
                            "-e",
                            "staging",
                            how,
                            "--workspace",
                            file.toString());

            assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
            assertThat(ran.out())
                    .contains(
                            "Environment 'staging' needs no setup",
                            "such as shop-releases",
                            "trust")
                    .doesNotContain("kind:");
        }
    }

    @Test
    void anUnprotectedEnvironmentWithRecordsOfItsOwnIsSetUpLikeAnyOther() throws IOException {
        Path file = Files.writeString(folder.resolve("drawbridge.yaml"), WORKSPACE);
        Ran ran =
                Ran.in(
                        folder,
                        "cluster",
                        "setup",
                        "-e",
                        "recorded",
                        "--print",
                        "--workspace",
                        file.toString());

        assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
        assertThat(ran.out()).contains("drawbridge-records-shop-releases");
    }
}
