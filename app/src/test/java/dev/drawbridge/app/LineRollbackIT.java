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
    private static LineWay way;
    private static String released = "";

    @BeforeAll
    static void setUp() {
        // without the referrers API, and signatures of the older kind, so that both are walked
        shop = new LineShop(folder, RealRegistry.withoutReferrers());
        look = new LineLook(shop.admin());
        shop.runs("checkout");
        shop.runs("cart");
        way = new LineWay(shop, look);
        way.productionIsSetUp();
        released = way.inDev("checkout");
        way.inProduction("checkout", way.requested("checkout"));
    }

    @AfterAll
    static void tearDown() {
        if (shop != null) {
            shop.close();
        }
    }

    @Test
    void aReleaseComesInFromARegistryWithoutReferrers() {
        assertThat(look.kinds(LineShop.RECORDS, "checkout")).contains("grant", "outcome");
        assertThat(look.images(PRODUCTION, "checkout")).anyMatch(i -> i.endsWith("@" + released));
    }

    @Test
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
            way.ended(0, "sam", "rollback", "cart", "-e", "dev", "--reason", "it hangs");
            assertThat(driver.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(driver.exitValue()).isEqualTo(1);
        } finally {
            driver.destroyForcibly();
        }
        assertThat(look.image(DEV, "cart")).isEqualTo(old);
        assertThat(look.openSteps(DEV, "cart")).isEmpty();
        assertThat(look.kinds(DEV, "cart")).contains("rollback", "outcome");
    }

    /** The last one: what it takes away stays away. */
    @Test
    @Order(Order.DEFAULT + 1)
    void aRollbackNeedsNoRegistryNoOpaAndNoGit() throws IOException {
        String from = look.image(PRODUCTION, "checkout");
        shop.registry().stop();
        shop.loseGit();
        URI opa;
        try (RealOpa gone = RealOpa.start()) {
            opa = gone.uri();
        }
        Desk sam = shop.desk("sam").opening(shop.workspaceWithOpa(opa));

        way.ended(4, "sam", "gate", "checkout", "-e", "production");
        LineWay.ended(0, sam, "rollback", "checkout", "-e", "production", "--reason", "it is slow");

        assertThat(look.image(PRODUCTION, "checkout")).isNotEqualTo(from);
        assertThat(look.imageIds(PRODUCTION, "checkout"))
                .hasSize(2)
                .allMatch(imageId -> imageId.equals(look.image(PRODUCTION, "checkout")));
        assertThat(look.openSteps(LineShop.RECORDS, "checkout")).isEmpty();
    }
}
