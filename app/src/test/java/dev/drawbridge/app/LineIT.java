package dev.drawbridge.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.testbed.Command;
import dev.drawbridge.testbed.RealRegistry;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole way of a release, on a real API server with RBAC, a real registry, real cosign and Git,
 * by four people whose every command is a process of its own.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LineIT {
    @TempDir private static Path folder;

    private static LineShop shop;
    private static LineLook look;
    private static LineWay way;

    @BeforeAll
    static void setUp() {
        shop = new LineShop(folder, RealRegistry.withReferrers());
        look = new LineLook(shop.admin());
        LineShop.SERVICES.forEach(shop::runs);
        way = new LineWay(shop, look);
        way.productionIsSetUp();
    }

    @AfterAll
    static void tearDown() {
        if (shop != null) {
            shop.close();
        }
    }

    @Test
    void aReleaseGoesFromDevToProductionByFourPeople() {
        String digest = way.inDev("checkout");

        String id = way.requested("checkout");
        Desk.Said approved = way.ended(0, "omar", "approve", id, "--confirm", "checkout");
        assertThat(approved.result().path("grant").asText()).startsWith("grant-checkout-");
        Desk.Said grantor = way.ended(5, "omar", "promote", id, "--take-field");
        assertThat(grantor.answer().path("error").asText()).contains("you (omar) granted");
        assertThat(look.image("shop", "checkout")).doesNotContain(digest);
        way.ended(0, "sam", "promote", id, "--take-field");

        assertThat(look.image("shop", "checkout"))
                .isEqualTo(shop.repository("checkout") + "@" + digest);
        assertThat(look.imageIds("shop", "checkout"))
                .hasSize(2)
                .allMatch(imageId -> imageId.endsWith("@" + digest));
        assertThat(look.kinds("shop-releases", "checkout"))
                .contains("request", "approval", "grant", "step", "outcome");
        assertThat(look.openSteps("shop-releases", "checkout")).isEmpty();

        long revision = look.revision("shop", "checkout");
        way.ended(0, "sam", "promote", id);
        assertThat(look.revision("shop", "checkout")).isEqualTo(revision);
    }

    @Test
    void onlyAnApproversOwnWordCounts() {
        way.inDev("cart");
        String id = way.requested("cart");

        way.ended(3, "rita", "approve", id, "--confirm", "cart");
        way.ended(3, "eve", "approve", id, "--confirm", "cart");
        assertThat(look.kinds("shop-releases", "cart")).containsOnly("request");

        Desk.Said shown = way.ended(0, "omar", "rollout", "show", id);
        String line = shown.result().path("approveWith").asText();
        assertThat(line).contains("kubectl", "create");
        Command.Result refused = shop.asTyped("rita", line);
        assertThat(refused.exitCode()).as(refused.err()).isNotZero();
        Command.Result made = shop.asTyped("omar", line);
        assertThat(made.exitCode()).as(made.err()).isZero();
        Desk.Said said = shop.desk("omar").run("rollout", "show", id);
        assertThat(said.result().path("approveWith").asText()).isEmpty();
        assertThat(said.answer().path("next").toString())
                .contains("promote " + id)
                .doesNotContain("approve");

        way.ended(5, "sam", "promote", id, "--take-field");
        way.ended(0, "omar", "promote", id, "--take-field");
    }

    @Test
    void someoneWhoMayOnlyLookSeesEverythingAndIsToldWhichRightIsMissing() {
        way.inDev("stock");
        String id = way.requested("stock");
        way.ended(0, "view", "services");
        for (String[] line :
                new String[][] {
                    {"releases"},
                    {"rollout", "list"},
                    {"freeze", "list"},
                    {"history", "sync"},
                    {"changes", "-e", "production"},
                    {"connect", "test"}
                }) {
            LineWay.ended(0, shop.desk("view"), line);
        }
        way.ended(5, "view", "gate", "stock", "-e", "production");
        way.ended(0, "view", "rollout", "show", id);
        Desk.Said asked =
                way.ended(3, "view", "request", "stock", "-e", "production", "--reason", "curious");
        assertThat(asked.answer().path("error").asText()).contains("view", "create", "configmaps");
    }

    @Test
    void someoneWithViewOnTheApplicationAloneSeesItAndIsToldTheLineThatGivesTheRest() {
        Desk.Said services = way.ended(4, "eve", "services");
        assertThat(services.answer().toString()).contains("sha256:", "can't tell");
        Desk.Said list = way.ended(4, "eve", "rollout", "list");
        way.ended(4, "eve", "freeze", "list");
        String missing = list.result().path("unreadable").path(0).asText();
        assertThat(missing)
                .contains("eve has not the right to list configmaps in namespace shop-releases");

        String line = missing.substring(missing.indexOf("kubectl"), missing.length() - 1);
        Command.Result given = shop.asTyped("admin", line);
        assertThat(given.exitCode()).as(given.err()).isZero();

        way.ended(0, "eve", "rollout", "list");
        way.ended(0, "eve", "freeze", "list");
        way.ended(0, "eve", "services");
    }

    @Test
    @Order(Order.DEFAULT + 1)
    void withTheRecordsNamespaceGoneNobodyCanTell() {
        way.inDev("search");
        String asked = way.requested("search");
        way.inDev("payment");
        String approved = way.requested("payment");
        way.ended(0, "omar", "approve", approved, "--confirm", "payment");
        shop.kubectl("admin").run("delete", "namespace", LineShop.RECORDS);

        way.ended(4, "omar", "approve", asked, "--confirm", "search");
        way.ended(4, "sam", "promote", approved, "--take-field");
        assertThat(look.revision("shop", "search")).isEqualTo(1);
        assertThat(look.revision("shop", "payment")).isEqualTo(1);
    }
}
