package dev.drawbridge.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process of its own, against a server that refuses every login. */
class MainTest {

    private static final String TOKEN = "hush-hush-4711-hush";

    private record Ended(int code, String out, String err) {}

    @TempDir Path folder;

    private HttpServer server;

    @BeforeEach
    void refuseEverybody() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    // unkind enough to say what it was sent
                    byte[] body =
                            "{\"kind\":\"Status\",\"status\":\"Failure\",\"message\":\"refused: %s\",\"reason\":\"Unauthorized\",\"code\":401}"
                                    .formatted(
                                            exchange.getRequestHeaders().getFirst("Authorization"))
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().add("Content-Type", "application/json");
                    exchange.sendResponseHeaders(401, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        Files.writeString(
                folder.resolve("kubeconfig"),
                """
                apiVersion: v1
                kind: Config
                current-context: shop
                clusters: [{ name: shop, cluster: { server: "http://127.0.0.1:%d" } }]
                users: [{ name: rita, user: { token: %s } }]
                contexts: [{ name: shop, context: { cluster: shop, user: rita, namespace: shop } }]
                """
                        .formatted(server.getAddress().getPort(), TOKEN));
        Files.writeString(
                folder.resolve("drawbridge.yaml"),
                """
                apiVersion: drawbridge.dev/v1
                kind: Workspace
                metadata: { name: shop }
                environments:
                  - name: dev
                    cluster: { context: shop, kubeconfig: kubeconfig }
                    namespace: shop
                    gate: { collections: [minimal] }
                services:
                  - name: checkout
                    image: registry.example.org/shop/checkout
                    workload: { kind: Deployment, name: checkout, container: app }
                """);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aRefusedLoginIsOneSentenceAndTheLogHoldsNoToken() throws Exception {
        Ended quiet = run("freeze", "-e", "dev", "--reason", "test");
        Ended loud =
                run("freeze", "-e", "dev", "--reason", "test", "--verbose", "--output", "json");

        assertThat(quiet.code()).isIn(3, 4);
        assertThat(quiet.err().lines())
                .singleElement()
                .asString()
                .contains("doesn't know the credential");
        assertThat(loud.code()).isEqualTo(quiet.code());
        assertThat(loud.err().lines().count()).isGreaterThan(3);
        assertThat(loud.out() + loud.err() + quiet.out() + quiet.err()).doesNotContain(TOKEN);
        assertThat(Files.walk(folder.resolve("data")).filter(Files::isRegularFile))
                .isNotEmpty()
                .allSatisfy(file ->
                        assertThat(
                                        new String(
                                                Files.readAllBytes(file),
                                                StandardCharsets.ISO_8859_1))
                                .doesNotContain(TOKEN));
    }

    private Ended run(String... args) throws IOException, InterruptedException {
        List<String> line =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName()));
        line.addAll(List.of(args));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(line)
                        .directory(folder.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().put("XDG_DATA_HOME", folder.resolve("data").toString());
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
