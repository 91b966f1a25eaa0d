package dev.drawbridge.connector.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.ConnectorException.Kind;
import dev.drawbridge.connector.net.Traffic;
import dev.drawbridge.testbed.ProcessList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logins as the user's own git and ssh have them. */
class GitLoginsTest {
    private static final String REFS =
            "001e# service=git-upload-pack\n0000"
                    + "003d0123456789012345678901234567890123456789 refs/heads/main\n0000";

    @TempDir private Path folder;
    private final Map<String, String> environment = new HashMap<>(System.getenv());

    @BeforeEach
    void noLoginsOfThisMachine() {
        environment.put("HOME", folder.toString());
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.remove("GIT_SSH");
    }

    @Test
    void aLoginThatGitKnowsIsGivenOnlyWhereItIsAskedFor() throws IOException {
        helper("ada", "correct horse");
        try (MockWebServer server = asking("ada", "correct horse")) {
            assertThatCode(() -> check(server)).doesNotThrowAnyException();

            assertThat(taken(server).getHeaders().get("Authorization")).isNull();
            assertThat(taken(server).getHeaders().get("Authorization")).startsWith("Basic ");
        }
    }

    @Test
    void noLoginIsInTheProcessList() throws IOException {
        Files.writeString(folder.resolve("login"), "username=ada\npassword=correct horse\n");
        Files.writeString(
                folder.resolve(".gitconfig"),
                "[credential]\n\thelper = \"!sleep 0.3; cat '%s'; :\"\n"
                        .formatted(folder.resolve("login")));
        try (ProcessList list = ProcessList.watched();
                MockWebServer server = asking("ada", "correct horse")) {
            assertThatCode(() -> check(server)).doesNotThrowAnyException();

            assertThat(list.lines())
                    .anyMatch(line -> line.endsWith("git credential fill"))
                    .noneMatch(line -> line.contains("correct horse"));
        }
    }

    @Test
    void aLoginThatTheServerDoesNotTakeIsDeniedAndNotTriedAgain() throws IOException {
        helper("ada", "stale");
        try (MockWebServer server = asking("ada", "correct horse")) {
            assertDenied(() -> check(server), "credential helper").hasMessageNotContaining("stale");

            assertThat(server.getRequestCount()).isLessThanOrEqualTo(3);
        }
    }

    @Test
    void whereGitKnowsNoneItIsDeniedWithoutAQuestion() throws IOException {
        try (MockWebServer server = asking("ada", "correct horse")) {
            assertDenied(() -> check(server), "credential helper");
        }
    }

    @Test
    void aRepositoryBehindSshIsReachedThroughTheUsersOwnSsh() throws IOException {
        Repo repo = new Repo(folder.resolve("repo"));
        String one = repo.commit("ben", "ben", "one", "checkout/a");
        Path said = folder.resolve("said");
        ssh("echo \"$@\" > '" + said + "'; for last; do :; done; exec sh -c \"$last\"");
        String path = repo.folder.toString();

        try (GitSource source = open("ssh://git@git.example.org:2222" + path)) {
            source.check();
            assertThat(source.commit(one).id()).isEqualTo(one);
        }
        assertThat(Files.readString(said))
                .contains("BatchMode=yes", "-p 2222", "git@git.example.org git-upload-pack");
    }

    @Test
    void whatSshRefusesIsToldInItsWords() throws IOException {
        ssh("echo 'git@git.example.org: Permission denied (publickey).' >&2; exit 255");

        assertDenied(() -> open("git@git.example.org:shop/checkout").check(), "publickey")
                .hasMessageContaining("ssh git.example.org");
    }

    @Test
    void whatSshRefusesIsToldAlsoWhereItTakesAMomentToEnd() throws IOException {
        ssh("echo 'Permission denied (publickey).' >&2; exec >&-; sleep 1; exit 255");

        assertDenied(() -> open("git@git.example.org:shop/checkout").check(), "publickey");
    }

    private GitSource open(String address) {
        return new GitSources(List.of(), folder.resolve("cache"), environment, Traffic.UNHEEDED)
                .open(address);
    }

    private void check(MockWebServer server) {
        try (GitSource source = open(server.url("/shop/checkout").toString())) {
            source.check();
        }
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ?> assertDenied(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable act, String why) {
        return assertThatThrownBy(act)
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DENIED))
                .hasMessageContaining(why);
    }

    private static RecordedRequest taken(MockWebServer server) {
        try {
            return server.takeRequest();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A server that wants this login. */
    private static MockWebServer asking(String user, String password) throws IOException {
        String wanted =
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString(
                                        (user + ":" + password).getBytes(StandardCharsets.UTF_8));
        MockWebServer server = new MockWebServer();
        server.setDispatcher(
                new Dispatcher() {
                    @Override
                    public MockResponse dispatch(RecordedRequest request) {
                        return wanted.equals(request.getHeaders().get("Authorization"))
                                ? new MockResponse.Builder()
                                        .addHeader(
                                                "Content-Type",
                                                "application/x-git-upload-pack-advertisement")
                                        .body(REFS)
                                        .build()
                                : new MockResponse.Builder()
                                        .code(401)
                                        .addHeader("WWW-Authenticate", "Basic realm=\"g\"")
                                        .build();
                    }
                });
        server.start();
        return server;
    }

    private void helper(String user, String password) throws IOException {
        Files.writeString(
                folder.resolve(".gitconfig"),
                "[credential]\n\thelper = \"!f() { echo username=%s; echo 'password=%s'; }; f\"\n"
                        .formatted(user, password));
    }

    private void ssh(String script) throws IOException {
        Path program = folder.resolve("ssh");
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        environment.put("GIT_SSH", program.toString());
    }
}
