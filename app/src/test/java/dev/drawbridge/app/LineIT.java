package dev.drawbridge.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.testbed.Command;
import dev.drawbridge.testbed.Cosign;
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

    @BeforeAll
    static void setUp() {
        shop = new LineShop(folder, RealRegistry.withReferrers());
        look = new LineLook(shop.admin());
        LineShop.SERVICES.forEach(shop::runs);
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
    void aReleaseGoesFromDevToProductionByFourPeople() {
        String digest = inDev("checkout");

        String id = requested("checkout");
        Desk.Said approved = shop.desk("omar").run("approve", id, "--confirm", "checkout");
        assertThat(approved.code()).as(approved.all()).isZero();
        assertThat(approved.result().path("grant").asText()).startsWith("grant-checkout-");
        Desk.Said grantor = shop.desk("omar").run("promote", id, "--take-field");
        assertThat(grantor.code()).as(grantor.all()).isEqualTo(5);
        assertThat(grantor.answer().path("error").asText()).contains("you (omar) granted");
        assertThat(look.image("shop", "checkout")).doesNotContain(digest);
        Desk.Said promoted = shop.desk("sam").run("promote", id, "--take-field");
        assertThat(promoted.code()).as(promoted.all()).isZero();

        assertThat(look.image("shop", "checkout"))
                .isEqualTo(shop.repository("checkout") + "@" + digest);
        assertThat(look.imageIds("shop", "checkout"))
                .hasSize(2)
                .allMatch(imageId -> imageId.endsWith("@" + digest));
        assertThat(look.kinds("shop-releases", "checkout"))
                .contains("request", "approval", "grant", "step", "outcome");
        assertThat(look.openSteps("shop-releases", "checkout")).isEmpty();

        long revision = look.revision("shop", "checkout");
        Desk.Said again = shop.desk("sam").run("promote", id);
        assertThat(again.code()).as(again.all()).isZero();
        assertThat(look.revision("shop", "checkout")).isEqualTo(revision);
    }

    @Test
    void onlyAnApproversOwnWordCounts() {
        inDev("cart");
        String id = requested("cart");

        Desk.Said own = shop.desk("rita").run("approve", id, "--confirm", "cart");
        assertThat(own.code()).as(own.all()).isEqualTo(3);
        Desk.Said stranger = shop.desk("eve").run("approve", id, "--confirm", "cart");
        assertThat(stranger.code()).as(stranger.all()).isEqualTo(3);
        assertThat(look.kinds("shop-releases", "cart")).containsOnly("request");

        Desk.Said shown = shop.desk("omar").run("rollout", "show", id);
        assertThat(shown.code()).as(shown.all()).isZero();
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

        Desk.Said promoted = shop.desk("sam").run("promote", id, "--take-field");
        assertThat(promoted.code()).as(promoted.all()).isEqualTo(5);
        Desk.Said granted = shop.desk("omar").run("promote", id, "--take-field");
        assertThat(granted.code()).as(granted.all()).isZero();
    }

    @Test
    void someoneWhoMayOnlyLookSeesEverythingAndIsToldWhichRightIsMissing() {
        inDev("stock");
        String id = requested("stock");
        Desk view = shop.desk("view");

        Desk.Said services = view.run("services");
        assertThat(services.code()).as(services.all()).isZero();
        for (String[] line :
                new String[][] {
                    {"releases"},
                    {"rollout", "list"},
                    {"freeze", "list"},
                    {"history", "sync"},
                    {"changes", "-e", "production"},
                    {"connect", "test"}
                }) {
            Desk.Said said = view.run(line);
            assertThat(said.code()).as(said.all()).isZero();
        }
        Desk.Said gate = view.run("gate", "stock", "-e", "production");
        assertThat(gate.code()).as(gate.all()).isEqualTo(5);
        Desk.Said shown = view.run("rollout", "show", id);
        assertThat(shown.code()).as(shown.all()).isZero();
        Desk.Said asked = view.run("request", "stock", "-e", "production", "--reason", "curious");

        assertThat(asked.code()).as(asked.all()).isEqualTo(3);
        assertThat(asked.answer().path("error").asText()).contains("view", "create", "configmaps");
    }

    @Test
    void someoneWithViewOnTheApplicationAloneSeesItAndIsToldTheLineThatGivesTheRest() {
        Desk eve = shop.desk("eve");

        Desk.Said services = eve.run("services");
        assertThat(services.code()).as(services.all()).isEqualTo(4);
        assertThat(services.answer().toString()).contains("sha256:", "can't tell");
        Desk.Said list = eve.run("rollout", "list");
        assertThat(list.code()).as(list.all()).isEqualTo(4);
        Desk.Said freezes = eve.run("freeze", "list");
        assertThat(freezes.code()).as(freezes.all()).isEqualTo(4);
        String missing = list.result().path("unreadable").path(0).asText();
        assertThat(missing)
                .contains("eve has not the right to list configmaps in namespace shop-releases");

        String line = missing.substring(missing.indexOf("kubectl"), missing.length() - 1);
        Command.Result given = shop.asTyped("admin", line);
        assertThat(given.exitCode()).as(given.err()).isZero();

        list = eve.run("rollout", "list");
        assertThat(list.code()).as(list.all()).isZero();
        freezes = eve.run("freeze", "list");
        assertThat(freezes.code()).as(freezes.all()).isZero();
        services = eve.run("services");
        assertThat(services.code()).as(services.all()).isZero();
    }

    @Test
    @Order(Order.DEFAULT + 1)
    void withTheRecordsNamespaceGoneNobodyCanTell() {
        inDev("search");
        String asked = requested("search");
        inDev("payment");
        String approved = requested("payment");
        Desk.Said granted = shop.desk("omar").run("approve", approved, "--confirm", "payment");
        assertThat(granted.code()).as(granted.all()).isZero();
        shop.kubectl("admin").run("delete", "namespace", LineShop.RECORDS);

        Desk.Said approve = shop.desk("omar").run("approve", asked, "--confirm", "search");
        assertThat(approve.code()).as(approve.all()).isEqualTo(4);
        Desk.Said promote = shop.desk("sam").run("promote", approved, "--take-field");
        assertThat(promote.code()).as(promote.all()).isEqualTo(4);
        assertThat(look.revision("shop", "search")).isEqualTo(1);
        assertThat(look.revision("shop", "payment")).isEqualTo(1);
    }

    /** Brings a new release into dev. */
    private static String inDev(String service) {
        String digest = shop.release(service, "2", Cosign.Form.BUNDLE);
        Desk.Said promoted =
                shop.desk("rita")
                        .run("promote", service, "-e", "dev", "--reason", "try it", "--take-field");
        assertThat(promoted.code()).as(promoted.all()).isZero();
        assertThat(look.image("shop-dev", service)).endsWith("@" + digest);
        return digest;
    }

    private static String requested(String service) {
        Desk.Said asked =
                shop.desk("rita")
                        .run("request", service, "-e", "production", "--reason", "it is wanted");
        assertThat(asked.code()).as(asked.all()).isEqualTo(5);
        JsonNode id = asked.result().path("id");
        assertThat(id.asText()).as(asked.all()).startsWith("production/" + service + "-");
        return id.asText();
    }
}
