package dev.drawbridge.delivery.evidence;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.git.Commit;
import dev.drawbridge.connector.git.GitPerson;
import dev.drawbridge.connector.git.GitSource;
import dev.drawbridge.connector.git.GitSources;
import dev.drawbridge.delivery.workspace.Person;
import dev.drawbridge.delivery.workspace.Service.SourceRef;
import dev.drawbridge.delivery.workspace.Workspace;
import dev.drawbridge.policies.GateInput;
import dev.drawbridge.policies.GateInput.State;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The commits that a promotion brings in, and who of the workspace's people made them. Blocks on
 * Git.
 */
public final class ChangeReader {
    private static final int LONGEST_SUBJECT = 120;

    private final Workspace workspace;
    private final GitSources sources;

    public ChangeReader(Workspace workspace, GitSources sources) {
        this.workspace = workspace;
        this.sources = sources;
    }

    /**
     * Commits reachable from {@code head} and not from {@code base}, within the source's path;
     * where nothing ran before, the candidate's own commit.
     *
     * @param base revision of what runs; null where it isn't known
     * @param head revision of the candidate; null where its labels don't say
     * @throws ConnectorException as {@link GitSource}
     */
    public GateInput.Change read(
            @Nullable SourceRef source,
            @Nullable String base,
            @Nullable String head,
            boolean firstPromotion) {
        if (source == null) {
            return unknown(
                    State.MISSING,
                    "The workspace names no source for the service.",
                    base,
                    head,
                    firstPromotion);
        }
        if (head == null) {
            return unknown(
                    State.MISSING,
                    "The candidate has no label org.opencontainers.image.revision that all its platforms share.",
                    base,
                    head,
                    firstPromotion);
        }
        if (base == null && !firstPromotion) {
            return unknown(
                    State.MISSING,
                    "Which commit runs now isn't known (its image couldn't be read, or bears no label org.opencontainers.image.revision), so what would change can't be told.",
                    base,
                    head,
                    firstPromotion);
        }
        try (GitSource git = sources.open(source.git())) {
            List<Commit> commits =
                    base == null
                            ? List.of(git.commit(head))
                            : git.commits(base, head, source.path());
            return new GateInput.Change(
                    State.READ,
                    null,
                    base,
                    head,
                    firstPromotion,
                    commits.stream().map(this::commit).toList());
        }
    }

    static GateInput.Change unknown(
            State state,
            String why,
            @Nullable String base,
            @Nullable String head,
            boolean firstPromotion) {
        return new GateInput.Change(state, why, base, head, firstPromotion, List.of());
    }

    private GateInput.Commit commit(Commit commit) {
        return new GateInput.Commit(
                commit.id(),
                contributor(commit.author()),
                contributor(commit.committer()),
                commit.coAuthors().stream().map(this::contributor).toList(),
                // Who pressed "merge" is a merge's author; its committer is often the forge itself.
                commit.mergedBy() == null ? null : contributor(commit.mergedBy().author()),
                brief(commit.subject()));
    }

    private static String brief(String subject) {
        return subject.codePointCount(0, subject.length()) <= LONGEST_SUBJECT
                ? subject
                : subject.substring(0, subject.offsetByCodePoints(0, LONGEST_SUBJECT - 1)) + "…";
    }

    private GateInput.Contributor contributor(GitPerson person) {
        Optional<Person> known =
                person.email().isBlank()
                        ? Optional.empty()
                        : workspace.personOfGitAddress(person.email());
        return new GateInput.Contributor(
                person.email(),
                known.map(Person::name).orElse(null),
                known.map(Person::bot).orElse(false));
    }
}
