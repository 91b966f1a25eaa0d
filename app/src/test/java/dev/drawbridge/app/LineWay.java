package dev.drawbridge.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.testbed.Cosign;

/** The steps that a release takes in many tests, each by the person whose step it is. */
record LineWay(LineShop shop, LineLook look) {

    /** A command of this person's that ends with this code. */
    Desk.Said ended(int code, String person, String... args) {
        return ended(code, shop.desk(person), args);
    }

    /** A command at this desk that ends with this code. */
    static Desk.Said ended(int code, Desk desk, String... args) {
        Desk.Said said = desk.run(args);
        assertThat(said.code()).as(said.all()).isEqualTo(code);
        return said;
    }

    /** Production is set up by the platform's own person. */
    void productionIsSetUp() {
        ended(
                0,
                "pat",
                "cluster",
                "setup",
                "-e",
                "production",
                "--apply",
                "--confirm",
                "production");
    }

    /** A new release is brought into dev; its digest. */
    String inDev(String service) {
        String digest = shop.release(service, "2", Cosign.Form.BUNDLE);
        ended(0, "rita", "promote", service, "-e", "dev", "--reason", "try it", "--take-field");
        assertThat(look.image(LineShop.DEV, service)).endsWith("@" + digest);
        return digest;
    }

    /** What is in dev is asked for in production; the promotion's id. */
    String requested(String service) {
        Desk.Said asked =
                ended(
                        5,
                        "rita",
                        "request",
                        service,
                        "-e",
                        "production",
                        "--reason",
                        "it is wanted");
        String id = asked.result().path("id").asText();
        assertThat(id).as(asked.all()).startsWith("production/" + service + "-");
        return id;
    }

    /** What was asked for is approved, and promoted by another. */
    void inProduction(String service, String id) {
        ended(0, "omar", "approve", id, "--confirm", service);
        ended(0, "sam", "promote", id, "--take-field");
    }
}
