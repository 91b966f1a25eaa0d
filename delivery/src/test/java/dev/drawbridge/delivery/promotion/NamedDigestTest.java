package dev.drawbridge.delivery.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.connector.oci.DockerCredentials;
import dev.drawbridge.connector.oci.ImageReference;
import dev.drawbridge.connector.oci.Registries;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.Refused;
import dev.drawbridge.delivery.gate.Candidates;
import dev.drawbridge.delivery.gate.Judged;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.workspace.Service;
import dev.drawbridge.policies.Level;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A digest that somebody names is looked for before anything is judged or written. */
class NamedDigestTest {
    private static final Digest NOWHERE = new Digest("sha256:" + "0".repeat(64));

    private static PracticeShop shop;

    @TempDir private static Path folder;

    @BeforeAll
    static void start() throws IOException {
        shop = PracticeShop.start(folder, List.of("typo", "vanishes"));
    }

    @AfterAll
    static void stop() throws Exception {
        shop.close();
    }

    @Test
    void oneThatTheRegistryHasNotIsRefusedWithOneSentence() {
        Workflow rita = shop.desk("rita");
        String image = rita.desk().service("typo").image();

        assertThatThrownBy(() -> rita.requests().gate("production", "typo", NOWHERE))
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.ending()).isEqualTo(Ending.BAD_INPUT))
                .hasMessageStartingWith(image + " has no image " + NOWHERE + "; check the digest");
        RequestWords words = new RequestWords("a better basket", null, null, null);
        assertThatThrownBy(() -> rita.requests().request("production", "typo", NOWHERE, words))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("has no image");
        assertThat(
                        rita.desk()
                                .site("production")
                                .records()
                                .ofService("typo")
                                .of(RecordBody.Request.class))
                .isEmpty();
    }

    @Test
    void whereTheRegistryIsSilentOrOutOfOrderItIsForTheGate() throws IOException {
        assertThat(named("127.0.0.1:1/shop/typo")).isEqualTo(NOWHERE);
        HttpServer outOfOrder =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        outOfOrder.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(503, -1);
                    exchange.close();
                });
        outOfOrder.start();
        try {
            int port = outOfOrder.getAddress().getPort();
            assertThat(named("127.0.0.1:" + port + "/shop/typo")).isEqualTo(NOWHERE);
        } finally {
            outOfOrder.stop(0);
        }
    }

    private static Digest named(String image) {
        Workflow rita = shop.desk("rita");
        Service typo = rita.desk().service("typo");
        Service elsewhere =
                new Service(typo.name(), image, typo.candidate(), typo.source(), typo.workload());
        try (Registries registries = new Registries(List.of(), DockerCredentials.NONE)) {
            return new Candidates(rita.desk(), registries)
                    .resolve(rita.desk().site("production"), elsewhere, NOWHERE)
                    .digest();
        }
    }

    @Test
    void oneThatVanishedAfterItWasAskedForIsCantTell() throws Exception {
        String id = shop.ask(shop.desk("rita"), "vanishes").id();
        Workflow omar = shop.desk("omar");
        assertThat(omar.approvals().preview(id).judged().verdict().level()).isEqualTo(Level.WAITS);

        delete(ImageReference.parse(omar.desk().service("vanishes").image()));

        Judged judged = omar.approvals().preview(id).judged();
        assertThat(judged.verdict().level()).isEqualTo(Level.CANT_TELL);
    }

    private static void delete(ImageReference image) throws Exception {
        String address =
                "http://%s/v2/%s/manifests/%s"
                        .formatted(
                                image.host(),
                                image.repository(),
                                shop.world().digest("vanishes", "1.1.0"));
        try (HttpClient client = HttpClient.newHttpClient()) {
            int code =
                    client.send(
                                    HttpRequest.newBuilder(URI.create(address)).DELETE().build(),
                                    BodyHandlers.discarding())
                            .statusCode();
            assertThat(code).isEqualTo(202);
        }
    }
}
