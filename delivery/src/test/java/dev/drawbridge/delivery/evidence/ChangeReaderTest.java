package dev.drawbridge.delivery.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.git.GitSources;
import dev.drawbridge.connector.net.Traffic;
import dev.drawbridge.delivery.workspace.Connections;
import dev.drawbridge.delivery.workspace.Person;
import dev.drawbridge.delivery.workspace.Service.SourceRef;
import dev.drawbridge.delivery.workspace.Workspace;
import dev.drawbridge.policies.GateInput;
import dev.drawbridge.policies.GateInput.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeReaderTest {
    @TempDir Path folder;

    private ChangeReader reader() {
        Workspace workspace =
                new Workspace(
                        "shop",
                        null,
                        Connections.NONE,
                        Map.of(),
                        List.of(),
                        List.of(),
                        List.of(
                                new Person(
                                        "Rita R.",
                                        List.of("rita"),
                                        List.of("Rita@Example.org"),
                                        false),
                                new Person(
                                        "renovate", List.of(), List.of("bot@example.org"), true)),
                        List.of(),
                        folder.resolve("drawbridge.yaml"));
        return new ChangeReader(
                workspace,
                new GitSources(List.of(), folder.resolve("cache"), Map.of(), Traffic.UNHEEDED));
    }

    @Test
    void namesWhoMadeEachCommitBetweenTheTwoRevisionsWithinThePath() throws Exception {
        try (Git git = Git.init().setDirectory(folder.resolve("shop").toFile()).call()) {
            RevCommit base = commit(git, "checkout/a", "first", "old@example.org");
            commit(
                    git,
                    "checkout/b",
                    "Add b\n\nCo-authored-by: Guest <guest@elsewhere.org>",
                    "rita@example.org");
            commit(git, "other/c", "elsewhere", "sam@example.org");
            RevCommit head = commit(git, "checkout/d", "bump", "bot@example.org");
            GateInput.Change change = reader().read(source(), base.name(), head.name(), false);

            assertThat(change.state()).isEqualTo(State.READ);
            assertThat(change.commits()).hasSize(2);
            assertThat(change.commits())
                    .flatExtracting(c ->
                            c.coAuthors().isEmpty()
                                    ? List.of(c.author())
                                    : List.of(c.author(), c.coAuthors().getFirst()))
                    .containsExactlyInAnyOrder(
                            new GateInput.Contributor("rita@example.org", "Rita R.", false),
                            new GateInput.Contributor("guest@elsewhere.org", null, false),
                            new GateInput.Contributor("bot@example.org", "renovate", true));
        }
    }

    @Test
    void theFirstPromotionIsTheCandidatesOwnCommit() throws Exception {
        try (Git git = Git.init().setDirectory(folder.resolve("shop").toFile()).call()) {
            commit(git, "checkout/a", "first", "old@example.org");
            RevCommit head = commit(git, "checkout/b", "second", "rita@example.org");
            assertThat(reader().read(source(), null, head.name(), true).commits())
                    .singleElement()
                    .satisfies(c -> assertThat(c.id()).isEqualTo(head.name()));
        }
    }

    @Test
    void aLongSubjectIsCutBetweenCharacters() throws Exception {
        try (Git git = Git.init().setDirectory(folder.resolve("shop").toFile()).call()) {
            RevCommit head =
                    commit(git, "checkout/a", "🚀".repeat(200) + "\n\nbody", "rita@example.org");

            assertThat(reader().read(source(), null, head.name(), true).commits())
                    .singleElement()
                    .satisfies(c -> assertThat(c.subject()).matches("(🚀){119}…"));
        }
    }

    @Test
    void anUnknownBaseOrRevisionOrSourceCannotBeTold() throws Exception {
        String id = "0".repeat(40);
        assertThat(reader().read(source(), null, id, false).state()).isEqualTo(State.MISSING);
        assertThat(reader().read(source(), id, null, false).state()).isEqualTo(State.MISSING);
        assertThat(reader().read(null, id, id, false).state()).isEqualTo(State.MISSING);
        Git.init().setDirectory(folder.resolve("shop").toFile()).call().close();
        assertThatThrownBy(() -> reader().read(source(), id, id, false))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("is not in");
    }

    private SourceRef source() {
        return new SourceRef(folder.resolve("shop").toString(), "checkout/");
    }

    private static RevCommit commit(Git git, String path, String message, String email)
            throws Exception {
        Path file = git.getRepository().getWorkTree().toPath().resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, message);
        git.add().addFilepattern(".").call();
        PersonIdent person = new PersonIdent(email.substring(0, 3), email);
        return git.commit()
                .setMessage(message)
                .setAuthor(person)
                .setCommitter(person)
                .setSign(false)
                .call();
    }
}
