package dev.drawbridge.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.testbed.Cosign;
import dev.drawbridge.testbed.RealOpa;
import dev.drawbridge.testbed.RealRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rolling back from another desk, with less and less of the surroundings left: while somebody else
 * drives, without the registry, and what is left without the records.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LineRollbackIT {
    private static final String DEV = LineShop.DEV;
    private static final String PRODUCTION = LineShop.PRODUCTION;

    @TempDir private static Path folder;

    private static LineShop shop;
    private static LineLook look;

    @BeforeAll
    static void setUp() {
        // without the referrers API, and signatures of the older kind, so that both are walked
        shop = new LineShop(folder, RealRegistry.withoutReferrers());
        look = new LineLook(shop.admin());
        shop.runs("checkout");
        shop.runs("cart");
        Desk.Said set =
                shop.desk("pat")
                        .run(
                                "cluster",
                                "setup",
                                "-e",
                                "production",
                                "--apply",
                                "--confirm",
                                "production");
        assertThat(set.code()).as(set.all()).isZero();
    }

    @AfterAll
    static void tearDown() {
        if (shop != null) {
            shop.close();
        }
    }

    @Test
    @Order(1)
    void aReleaseComesInFromARegistryWithoutReferrers() {
        String digest = shop.release("checkout", "2", Cosign.Form.BUNDLE);
        ended(
                0,
                shop.desk("rita"),
                "promote",
                "checkout",
                "-e",
                "dev",
                "--reason",
                "try it",
                "--take-field");
        String id =
                ended(
                                5,
                                shop.desk("rita"),
                                "request",
                                "checkout",
                                "-e",
                                "production",
                                "--reason",
                                "wanted")
                        .result()
                        .path("id")
                        .asText();
        ended(0, shop.desk("omar"), "approve", id, "--confirm", "checkout");
        ended(0, shop.desk("sam"), "promote", id, "--take-field");
        assertThat(look.image(PRODUCTION, "checkout")).endsWith("@" + digest);
    }

    @Test
    @Order(2)
    void anotherPersonEndsARolloutUnderWayAndItsDriverStops() throws Exception {
        String old = look.image(DEV, "cart");
        String digest = shop.release("cart", "2", Cosign.Form.LEGACY);
        shop.full(DEV, 4);
        Process driver =
                shop.desk("rita")
                        .start(
                                "promote",
                                "cart",
                                "-e",
                                "dev",
                                "--reason",
                                "try it",
                                "--take-field");
        try {
            Awaitility.await()
                    .atMost(2, TimeUnit.MINUTES)
                    .until(() -> look.image(DEV, "cart").endsWith("@" + digest));
            ended(0, shop.desk("sam"), "rollback", "cart", "-e", "dev", "--reason", "it hangs");
            assertThat(driver.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(driver.exitValue()).isEqualTo(1);
        } finally {
            driver.destroyForcibly();
        }
        assertThat(look.image(DEV, "cart")).isEqualTo(old);
        assertThat(look.openSteps(DEV, "cart")).isEmpty();
        assertThat(look.kinds(DEV, "cart")).contains("rollback", "outcome");
    }

    @Test
    @Order(3)
    void aRollbackNeedsNoRegistryNoOpaAndNoGit() throws IOException {
        String from = look.image(PRODUCTION, "checkout");
        shop.registry().stop();
        shop.loseGit();
        URI opa;
        try (RealOpa gone = RealOpa.start()) {
            opa = gone.uri();
        }
        Desk sam = shop.desk("sam").opening(shop.workspaceWithOpa(opa));

        ended(4, shop.desk("sam"), "gate", "checkout", "-e", "production");
        ended(0, sam, "rollback", "checkout", "-e", "production", "--reason", "it is slow");

        assertThat(look.image(PRODUCTION, "checkout")).isNotEqualTo(from);
        assertThat(look.imageIds(PRODUCTION, "checkout"))
                .hasSize(2)
                .allMatch(imageId -> imageId.equals(look.image(PRODUCTION, "checkout")));
        assertThat(look.openSteps(LineShop.RECORDS, "checkout")).isEmpty();
    }

    private static Desk.Said ended(int code, Desk desk, String... args) {
        Desk.Said said = desk.run(args);
        assertThat(said.code()).as(said.all()).isEqualTo(code);
        return said;
    }
}
