package dev.drawbridge.connector.git;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.ConnectorException.Kind;
import java.io.IOException;
import java.util.List;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/**
 * A Git repository that is only read: a local one as it lies there, or a remote one through a bare
 * mirror in a folder of ours, which is fetched only when a revision isn't in it. No hook runs, no
 * working tree is made. Calls block; one thread at a time.
 */
public final class GitSource implements AutoCloseable {
    /** How many commits between two revisions are read. */
    public static final int MOST_COMMITS = 5_000;

    private final String shown;
    private final Repository repository;
    private final @Nullable Mirror mirror;

    GitSource(String shown, Repository repository, @Nullable Mirror mirror) {
        this.shown = shown;
        this.repository = repository;
        this.mirror = mirror;
    }

    /**
     * Asks whether it answers. Of a mirror that is asking the host for its branches, without
     * fetching anything.
     *
     * @throws ConnectorException UNREACHABLE, DENIED
     */
    public void check() {
        if (mirror != null) {
            mirror.check(repository);
        }
    }

    /**
     * The commits reachable from {@code to} and not from {@code from} that touch a path, newest
     * first.
     *
     * @param from full id of a commit
     * @param to full id of a commit
     * @param path a folder or file in the repository; empty for all commits, merges too
     * @throws ConnectorException UNREADABLE where a revision is unknown or the history is cut off
     *     (shallow clone), TOO_LARGE for more than 5,000 commits, UNREACHABLE where fetching fails
     */
    public List<Commit> commits(String from, String to, String path) {
        ObjectId base = find(from);
        ObjectId tip = find(to);
        return new History(repository, shown, MOST_COMMITS).between(base, tip, path);
    }

    /**
     * One commit, for a first promotion, which has no base. Its {@code mergedBy} is null.
     *
     * @throws ConnectorException as {@link #commits}
     */
    public Commit commit(String revision) {
        return new History(repository, shown, MOST_COMMITS).one(find(revision));
    }

    private ObjectId find(String revision) {
        if (!revision.matches("[0-9a-f]{40}")) {
            throw new ConnectorException(
                    Kind.UNREADABLE,
                    "\"%s\" is not the full id of a commit (40 lower-case hexadecimal digits), so what it names in %s can't be told; put the commit's id into the image's label org.opencontainers.image.revision."
                            .formatted(
                                    revision.length() > 80
                                            ? revision.substring(0, 80) + "…"
                                            : revision,
                                    shown));
        }
        ObjectId id = ObjectId.fromString(revision);
        if (!has(id) && mirror != null) {
            mirror.fetch(repository);
        }
        if (!has(id)) {
            throw new ConnectorException(
                    Kind.UNREADABLE,
                    "The revision %s is not in %s, so who made the change can't be told; push it there, or check which repository the service's source names."
                            .formatted(revision, shown));
        }
        return id;
    }

    private boolean has(ObjectId id) {
        try (RevWalk walk = new RevWalk(repository)) {
            RevCommit commit = walk.parseCommit(id);
            return commit != null;
        } catch (MissingObjectException | IncorrectObjectTypeException e) {
            return false;
        } catch (IOException e) {
            throw Repositories.unreadable(shown, e);
        }
    }

    @Override
    public void close() {
        repository.close();
    }
}
