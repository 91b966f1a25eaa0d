package dev.drawbridge.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.drawbridge.testbed.Cosign;
import dev.drawbridge.testbed.ProcessList;
import dev.drawbridge.testbed.RealRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A promotion with logins that programs give: the cluster's by a credential plugin, the registry's
 * by a credential helper. Afterwards nobody finds a secret where others can look.
 */
class LineSecretsIT {
    private static final String SERVICE = "checkout";

    /** What the credential plugin gets by its environment, as a kubeconfig says it. */
    private static final String CLIENT_SECRET = "swordfish-7d1e";

    /** The value of a variable of the workload. */
    private static final String API_KEY = "halibut-40c2";

    @TempDir private static Path folder;

    private static LineShop shop;
    private static Desk rita;
    private static List<String> secrets = List.of();
    private static Set<String> processes = Set.of();
    private static Desk.Said said = new Desk.Said(-1, MissingNode.getInstance(), "");

    @BeforeAll
    static void promote() throws IOException {
        shop = new LineShop(folder, RealRegistry.withBasicLogin());
        shop.runs(SERVICE);
        shop.kubectl("admin")
                .run("-n", LineShop.DEV, "set", "env", "deployment", SERVICE, "API_KEY=" + API_KEY);
        shop.release(SERVICE, "2", Cosign.Form.BUNDLE);
        rita = shop.desk("rita");
        secrets = List.of(CLIENT_SECRET, API_KEY, shop.token("rita"), RealRegistry.PASSWORD);
        logInToTheCluster();
        logInToTheRegistry();
        try (ProcessList list = ProcessList.watched()) {
            said =
                    rita.run(
                            "promote",
                            SERVICE,
                            "-e",
                            "dev",
                            "--reason",
                            "try it",
                            "--take-field",
                            "--verbose");
            processes = list.lines();
        }
        assertThat(said.code()).as(said.all()).isZero();
    }

    @AfterAll
    static void tearDown() {
        if (shop != null) {
            shop.close();
        }
    }

    @Test
    void noSecretIsInTheProcessList() {
        assertThat(processes)
                .as("who was seen")
                .anyMatch(line -> line.contains(Main.class.getName()))
                .anyMatch(line -> line.contains("/login.sh"))
                .anyMatch(line -> line.contains("/docker-credential-shop get"));
        for (String secret : secrets) {
            assertThat(processes).noneMatch(line -> line.contains(secret));
        }
    }

    @Test
    void noSecretIsInTheHistory() throws Exception {
        String history = everythingIn(historyFile());

        assertThat(history)
                .as("the gate's input is in it")
                .contains("API_KEY", shop.repository(SERVICE));
        assertThat(history).doesNotContain(secrets);
    }

    @Test
    void noSecretIsSaidLoggedOrWrittenToAnyOtherFile() throws IOException {
        assertThat(said.err()).as("what it logs").contains("DEBUG");
        assertThat(said.all()).doesNotContain(secrets);
        try (var files = Files.walk(rita.home().resolve("data"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(secrets);
            }
        }
    }

    /** A kubeconfig with a plugin in the place of the token. */
    private static void logInToTheCluster() throws IOException {
        Path kubeconfig = rita.home().resolve("kubeconfig");
        String token = "{token: \"" + shop.token("rita") + "\"}";
        String text = Files.readString(kubeconfig);
        assertThat(text).contains(token);
        LineShop.write(
                kubeconfig,
                text.replace(
                        token,
                        "{exec: {apiVersion: client.authentication.k8s.io/v1, command: ./login.sh,"
                                + " interactiveMode: Never, env: [{name: CLIENT_SECRET, value: "
                                + CLIENT_SECRET
                                + "}]}}"));
        LineShop.write(
                rita.home().resolve("credential.json"),
                "{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\","
                        + "\"status\":{\"token\":\""
                        + shop.token("rita")
                        + "\"}}");
        program(
                rita.home().resolve("login.sh"),
                "[ -n \"$CLIENT_SECRET\" ] || exit 3; sleep 0.3; cat \"$HOME/credential.json\"");
    }

    private static void logInToTheRegistry() throws IOException {
        LineShop.write(
                rita.docker().resolve("config.json"),
                "{\"credHelpers\": {\"" + shop.registry().host() + "\": \"shop\"}}");
        LineShop.write(
                rita.home().resolve("login.json"),
                "{\"Username\":\""
                        + RealRegistry.USER
                        + "\",\"Secret\":\""
                        + RealRegistry.PASSWORD
                        + "\"}");
        program(
                rita.programs().resolve("docker-credential-shop"),
                "cat > /dev/null; sleep 0.3; cat \"$HOME/login.json\"");
    }

    /** Slow enough to be seen. */
    private static void program(Path file, String script) throws IOException {
        LineShop.write(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private static Path historyFile() throws IOException {
        try (var files = Files.walk(rita.home().resolve("data"))) {
            return files.filter(file -> file.toString().endsWith(".history"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Every value of every table, what is compressed unpacked. */
    private static String everythingIn(Path database) throws SQLException, IOException {
        StringBuilder all = new StringBuilder();
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement s = c.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet r =
                    s.executeQuery("SELECT name FROM sqlite_master WHERE type = 'table'")) {
                while (r.next()) {
                    tables.add(r.getString(1));
                }
            }
            for (String table : tables) {
                try (ResultSet r = s.executeQuery("SELECT * FROM \"" + table + "\"")) {
                    while (r.next()) {
                        for (int i = 1; i <= r.getMetaData().getColumnCount(); i++) {
                            all.append(text(r.getObject(i))).append('\n');
                        }
                    }
                }
            }
        }
        return all.toString();
    }

    private static String text(Object value) throws IOException {
        if (!(value instanceof byte[] bytes)) {
            return String.valueOf(value);
        }
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (ZipException e) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }
}
