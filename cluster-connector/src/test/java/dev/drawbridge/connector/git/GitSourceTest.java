package dev.drawbridge.connector.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.ConnectorException.Kind;
import dev.drawbridge.connector.net.ConnectionOptions;
import dev.drawbridge.connector.net.Traffic;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.Buffer;
import okio.ByteString;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.MergeCommand.FastForwardMode;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitSourceTest {
    private static final String UNKNOWN = "0123456789012345678901234567890123456789";

    @TempDir Path folder;
    private Repo repo;
    private String base;

    @BeforeEach
    void begin() {
        repo = new Repo(folder.resolve("repo"));
        base = repo.commit("ann", "ann", "Begin", "checkout/a", "auth/a");
    }

    @AfterEach
    void end() {
        repo.close();
    }

    private GitSource open() {
        return open(repo.folder.toString(), folder.resolve("cache"));
    }

    private static AbstractThrowableAssert<?, ?> assertFails(Kind kind, ThrowingCallable call) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @Test
    void aCommitTellsWhoMadeItAndWhatItTouches() {
        String id =
                repo.commit(
                        "ben",
                        "cleo",
                        "Pay twice\n\nCo-authored-by: Dan D. <dan@example.org>\n\nlater text\nco-AUTHORED-by:eve <eve@example.org>\nCo-authored-by: Nobody",
                        "checkout/a",
                        "auth/b");
        try (GitSource source = open()) {
            assertThat(source.commits(base, id, ""))
                    .containsExactly(
                            new Commit(
                                    id,
                                    new GitPerson("ben", "ben@example.org"),
                                    new GitPerson("cleo", "cleo@example.org"),
                                    List.of(
                                            new GitPerson("Dan D.", "dan@example.org"),
                                            new GitPerson("eve", "eve@example.org"),
                                            new GitPerson("Nobody", "")),
                                    "Pay twice",
                                    Instant.ofEpochSecond(1_700_000_240),
                                    List.of("auth/b", "checkout/a"),
                                    1,
                                    null));
        }
    }

    @Test
    void onlyCommitsWithinThePathAndOfTheRangeCount() {
        String one = repo.commit("ben", "ben", "one", "checkout/a");
        repo.commit("cleo", "cleo", "two", "checkout-other/a", "auth/a");
        String three = repo.commit("dan", "dan", "three", "checkout/deep/er");
        try (GitSource source = open()) {
            assertThat(Repo.ids(source.commits(base, three, "checkout/")))
                    .containsExactly(three, one);
            assertThat(Repo.ids(source.commits(base, three, "./checkout")))
                    .containsExactly(three, one);
            assertThat(Repo.ids(source.commits(one, three, "checkout/"))).containsExactly(three);
            assertThat(source.commits(three, one, "")).isEmpty();
            assertThat(source.commits(base, three, "")).hasSize(3);
        }
    }

    @Test
    void aCommitThatCameByAMergeTellsWhoMerged() {
        repo.branch("feature", base);
        String inner = repo.commit("bot", "bot", "bump", "checkout/a");
        repo.branch("nested", inner);
        String nested = repo.commit("ben", "ben", "nested", "checkout/b");
        repo.checkout("feature");
        repo.commit("ben", "ben", "aside", "auth/x");
        repo.merge("ben", "nested");
        repo.checkout("main");
        String direct = repo.commit("ann", "ann", "direct", "checkout/c");
        String merge = repo.merge("rita", "feature");
        try (GitSource source = open()) {
            List<Commit> commits = source.commits(base, merge, "checkout");
            assertThat(Repo.ids(commits)).containsExactlyInAnyOrder(inner, nested, direct);
            assertThat(commits)
                    .allSatisfy(commit -> {
                        if (commit.id().equals(direct)) {
                            assertThat(commit.mergedBy()).isNull();
                        } else {
                            assertThat(commit.mergedBy())
                                    .isEqualTo(
                                            new Merge(
                                                    merge,
                                                    new GitPerson("rita", "rita@example.org"),
                                                    new GitPerson(
                                                            "web-flow", "web-flow@example.org")));
                        }
                    });
            assertThat(source.commits(base, merge, ""))
                    .filteredOn(commit -> commit.parents() > 1)
                    .hasSize(2);
        }
    }

    @Test
    void whatAMergeItselfChangesIsItsOwnChange() {
        repo.branch("feature", base);
        repo.commit("ben", "ben", "change", "checkout/b");
        repo.checkout("main");
        repo.commit("ann", "ann", "direct", "auth/c");
        repo.merge("rita", "feature");
        // A merge whose own tree holds what neither parent has.
        repo.branch("evil", base);
        repo.commit("ben", "ben", "more", "auth/d");
        repo.checkout("main");
        String before = headOf();
        String merge = mergeWith("mallory", "evil", "checkout/backdoor");
        try (GitSource source = open()) {
            List<Commit> commits = source.commits(before, merge, "checkout");
            assertThat(commits)
                    .singleElement()
                    .satisfies(commit -> {
                        assertThat(commit.id()).isEqualTo(merge);
                        assertThat(commit.author().name()).isEqualTo("mallory");
                        assertThat(commit.paths()).containsExactly("checkout/backdoor");
                    });
        }
    }

    private String headOf() {
        try {
            return repo.jgit().resolve("HEAD").name();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String mergeWith(String who, String branch, String path) {
        try {
            Path file = repo.folder.resolve(path);
            Files.writeString(file, "surprise");
            try (Git git = new Git(repo.jgit())) {
                git.merge()
                        .include(repo.jgit().resolve(branch))
                        .setFastForward(FastForwardMode.NO_FF)
                        .setCommit(false)
                        .call();
                git.add().addFilepattern(path).call();
            }
            return repo.commit(who, who, "Merge " + branch);
        } catch (IOException | GitAPIException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theFirstCommitTouchesAll() {
        try (GitSource source = open()) {
            assertThat(source.commit(base).paths()).containsExactly("auth/a", "checkout/a");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {UNKNOWN, "main", "HEAD", "v1", ""})
    void anUnknownRevisionIsNamed(String revision) {
        try (GitSource source = open()) {
            assertFails(Kind.UNREADABLE, () -> source.commits(revision, base, ""))
                    .hasMessageContaining(revision);
            assertFails(Kind.UNREADABLE, () -> source.commits(base, revision, ""));
            assertFails(Kind.UNREADABLE, () -> source.commit(revision));
        }
    }

    @Test
    void aTreeIsNoRevision() throws IOException {
        String tree = repo.jgit().resolve(base + "^{tree}").name();
        try (GitSource source = open()) {
            assertFails(Kind.UNREADABLE, () -> source.commit(tree)).hasMessageContaining(tree);
        }
    }

    @Test
    void aShallowCloneCannotTell() throws IOException {
        String next = repo.commit("ben", "ben", "one", "checkout/a");
        Files.writeString(repo.folder.resolve(".git/shallow"), next + "\n");
        try (GitSource source = open()) {
            assertFails(Kind.UNREADABLE, () -> source.commit(next)).hasMessageContaining("shallow");
        }
    }

    @Test
    void moreCommitsThanAreReadAreNotCutSilently() {
        repo.commit("ben", "ben", "one");
        String two = repo.commit("ben", "ben", "two");
        String three = repo.commit("ben", "ben", "three");
        History history = new History(repo.jgit(), "repo", 2);
        ObjectId from = ObjectId.fromString(base);
        assertThat(history.between(from, ObjectId.fromString(two), "")).hasSize(2);
        assertFails(
                        Kind.TOO_LARGE,
                        () -> history.between(from, ObjectId.fromString(three), "elsewhere"))
                .hasMessageContaining("2 commits");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssh://-oProxyCommand=x/shop",
                "ssh://-x@git.example.org/shop",
                "-oProxyCommand=x@git.example.org:shop",
                "ssh://user:hunter2@git.example.org/shop",
                "git://git.example.org/shop",
                "http://git.example.org/shop",
                "https://user:hunter2@git.example.org/shop"
            })
    void anAddressOfAnotherKindOrWithALoginIsBadInput(String address) {
        assertFails(Kind.BAD_INPUT, () -> open(address, folder)).hasMessageNotContaining("hunter2");
    }

    @Test
    void aFolderWithoutARepositoryIsNamed() throws IOException {
        Path inside = Files.createDirectories(repo.folder.resolve("inside"));
        assertFails(Kind.UNREADABLE, () -> open(inside.toString(), folder))
                .hasMessageContaining(inside.toString());
        assertFails(Kind.UNREADABLE, () -> open(folder.resolve("absent").toString(), folder));
    }

    @Test
    void aRemoteRepositoryIsMirroredPrivatelyAndFetchedOnlyForWhatIsMissing() throws IOException {
        String one = repo.commit("ben", "ben", "one", "checkout/a");
        try (MockWebServer server = new MockWebServer()) {
            server.setDispatcher(smartHttp());
            server.start();
            String url = server.url("/shop/checkout").toString();
            Path cache = folder.resolve("cache");
            ConnectionOptions options =
                    new ConnectionOptions(
                            null,
                            null,
                            null,
                            null,
                            Map.of("Authorization", "Bearer t"),
                            Duration.ofSeconds(5));
            try (GitSource source = open(url, cache, options)) {
                assertThat(server.getRequestCount()).isZero();
                assertThat(Repo.ids(source.commits(base, one, "checkout"))).containsExactly(one);
                int fetched = server.getRequestCount();
                assertThat(fetched).isPositive();
                source.commits(base, one, "");
                assertThat(server.getRequestCount()).isEqualTo(fetched);

                String two = repo.commit("cleo", "cleo", "two", "checkout/a");
                assertThat(Repo.ids(source.commits(one, two, "checkout"))).containsExactly(two);
                assertFails(Kind.UNREADABLE, () -> source.commit(UNKNOWN))
                        .hasMessageContaining(url);
            }
            try (var mirrors = Files.list(cache)) {
                assertThat(mirrors.toList())
                        .singleElement()
                        .satisfies(mirror ->
                                assertThat(
                                                PosixFilePermissions.toString(
                                                        Files.getPosixFilePermissions(mirror)))
                                        .isEqualTo("rwx------"));
            }
        }
    }

    @Test
    void aRedirectToAnotherHostIsNotFollowed() throws IOException {
        try (MockWebServer server = new MockWebServer();
                MockWebServer other = new MockWebServer()) {
            other.setDispatcher(smartHttp());
            other.start();
            server.setDispatcher(
                    answering(request ->
                            new MockResponse.Builder()
                                    .code(302)
                                    .addHeader(
                                            "Location", other.url(request.getTarget()).toString())
                                    .build()));
            server.start();
            String url = server.url("/shop/checkout").toString();
            try (GitSource source = open(url, folder.resolve("cache"))) {
                assertFails(Kind.UNREACHABLE, () -> source.commit(base));
            }
            assertThat(other.getRequestCount()).isZero();
        }
    }

    @Test
    void aRepositoryThatAsksForALoginIsDenied() throws IOException {
        try (MockWebServer server = new MockWebServer()) {
            server.setDispatcher(
                    answering(request ->
                            new MockResponse.Builder()
                                    .code(401)
                                    .addHeader("WWW-Authenticate", "Basic realm=\"g\"")
                                    .build()));
            server.start();
            String url = server.url("/shop/checkout").toString();
            try (GitSource source = open(url, folder.resolve("cache"))) {
                assertFails(Kind.DENIED, () -> source.commit(base)).hasMessageContaining(url);
            }
        }
    }

    private static GitSource open(String address, Path cache) {
        return new GitSources(List.of(), cache, Map.of(), Traffic.UNHEEDED).open(address);
    }

    /** With these options for loopback hosts. */
    private static GitSource open(String address, Path cache, ConnectionOptions options) {
        String host = URI.create(address).getAuthority();
        return new GitSources(
                        List.of(new GitHost(host, options)), cache, Map.of(), Traffic.UNHEEDED)
                .open(address);
    }

    private interface Answer {
        MockResponse to(RecordedRequest request);
    }

    private static Dispatcher answering(Answer answer) {
        return new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return answer.to(request);
            }
        };
    }

    /** Git's smart HTTP protocol over the test's repository. */
    private Dispatcher smartHttp() {
        return answering(request -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            UploadPack pack = new UploadPack(repo.jgit());
            pack.setBiDirectionalPipe(false);
            boolean refs = request.getTarget().contains("/info/refs");
            try {
                if (refs) {
                    PacketLineOut lines = new PacketLineOut(out);
                    lines.writeString("# service=git-upload-pack\n");
                    lines.end();
                    pack.sendAdvertisedRefs(new PacketLineOutRefAdvertiser(lines));
                } else {
                    ByteString body = request.getBody();
                    byte[] asked = body == null ? new byte[0] : body.toByteArray();
                    InputStream in = new ByteArrayInputStream(asked);
                    boolean zipped = "gzip".equals(request.getHeaders().get("Content-Encoding"));
                    pack.upload(zipped ? new GZIPInputStream(in) : in, out, null);
                }
            } catch (IOException e) {
                return new MockResponse.Builder().code(500).body("" + e).build();
            }
            String type =
                    refs
                            ? "application/x-git-upload-pack-advertisement"
                            : "application/x-git-upload-pack-result";
            return new MockResponse.Builder()
                    .addHeader("Content-Type", type)
                    .body(new Buffer().write(out.toByteArray()))
                    .build();
        });
    }
}
