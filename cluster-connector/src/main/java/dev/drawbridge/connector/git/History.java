package dev.drawbridge.connector.git;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.ConnectorException.Kind;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jspecify.annotations.Nullable;

/** Walks a repository's history. */
final class History {
    private static final int MOST_PATHS = 200_000;
    private static final Pattern CO_AUTHOR =
            Pattern.compile(
                    "^[ \\t]*co-authored-by[ \\t]*:[ \\t]*([^<\\r\\n]*)(?:<([^>\\r\\n]*)>)?",
                    Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

    private final Repository repository;
    private final String shown;
    private final int most;

    History(Repository repository, String shown, int most) {
        this.repository = repository;
        this.shown = shown;
        this.most = most;
    }

    List<Commit> between(ObjectId from, ObjectId to, String path) {
        String prefix = path.replaceAll("^(?:\\./|/)+|/+$", "");
        try (RevWalk walk = new RevWalk(repository)) {
            refuseShallow();
            Map<ObjectId, RevCommit> range = range(walk, from, to);
            Map<ObjectId, RevCommit> merges = merges(range, to);
            List<Commit> found = new ArrayList<>();
            int paths = 0;
            for (RevCommit commit : range.values()) {
                List<String> changed = paths(walk, commit, MOST_PATHS - paths);
                if (prefix.isEmpty() || changed.stream().anyMatch(p -> within(p, prefix))) {
                    paths += changed.size();
                    found.add(commit(commit, changed, merges.get(commit)));
                }
            }
            return found;
        } catch (IOException e) {
            throw Repositories.unreadable(shown, e);
        }
    }

    Commit one(ObjectId id) {
        try (RevWalk walk = new RevWalk(repository)) {
            refuseShallow();
            RevCommit commit = walk.parseCommit(id);
            return commit(commit, paths(walk, commit, MOST_PATHS), null);
        } catch (IOException e) {
            throw Repositories.unreadable(shown, e);
        }
    }

    private static boolean within(String path, String prefix) {
        return path.equals(prefix) || path.startsWith(prefix + "/");
    }

    /** Where parents were cut off, "not reachable" can't be told from "not there". */
    private void refuseShallow() throws IOException {
        if (!repository.getObjectDatabase().getShallowCommits().isEmpty()) {
            throw new ConnectorException(
                    Kind.UNREADABLE,
                    "%s is a shallow clone, so which commits lie between two revisions can't be told; run git fetch --unshallow there."
                            .formatted(shown));
        }
    }

    /** Newest first. */
    private Map<ObjectId, RevCommit> range(RevWalk walk, ObjectId from, ObjectId to)
            throws IOException {
        walk.sort(RevSort.TOPO);
        walk.markStart(walk.parseCommit(to));
        walk.markUninteresting(walk.parseCommit(from));
        Map<ObjectId, RevCommit> range = new LinkedHashMap<>();
        for (RevCommit commit : walk) {
            if (range.size() == most) {
                throw tooMany("%d commits".formatted(most), from, to);
            }
            range.put(commit, commit);
        }
        return range;
    }

    /** For each commit that came in by a merge, that merge of the first-parent line. */
    private static Map<ObjectId, RevCommit> merges(Map<ObjectId, RevCommit> range, ObjectId to) {
        List<RevCommit> line = new ArrayList<>();
        RevCommit next = range.get(to);
        while (next != null) {
            line.add(next);
            next = next.getParentCount() == 0 ? null : range.get(next.getParent(0));
        }
        Collections.reverse(line);
        Map<ObjectId, @Nullable RevCommit> settled = new HashMap<>();
        line.forEach(commit -> settled.put(commit, null));
        Map<ObjectId, RevCommit> merges = new HashMap<>();
        for (RevCommit merge : line) {
            Deque<RevCommit> open = new ArrayDeque<>();
            for (int i = 1; i < merge.getParentCount(); i++) {
                open.push(merge.getParent(i));
            }
            while (!open.isEmpty()) {
                RevCommit commit = open.pop();
                if (range.containsKey(commit) && !settled.containsKey(commit)) {
                    settled.put(commit, merge);
                    merges.put(commit, merge);
                    for (RevCommit parent : commit.getParents()) {
                        open.push(parent);
                    }
                }
            }
        }
        return merges;
    }

    /** Against the parent; of a merge, what differs from every parent; of the first commit, all. */
    private List<String> paths(RevWalk walk, RevCommit commit, int most) throws IOException {
        try (TreeWalk trees = new TreeWalk(repository)) {
            trees.setRecursive(true);
            trees.addTree(commit.getTree());
            for (RevCommit parent : commit.getParents()) {
                trees.addTree(walk.parseCommit(parent).getTree());
            }
            if (commit.getParentCount() == 0) {
                trees.addTree(new EmptyTreeIterator());
            }
            trees.setFilter(TreeFilter.ANY_DIFF);
            List<String> paths = new ArrayList<>();
            while (trees.next()) {
                if (differsFromAll(trees)) {
                    if (paths.size() == most) {
                        throw tooMany("%d paths".formatted(MOST_PATHS), commit, commit);
                    }
                    paths.add(trees.getPathString());
                }
            }
            return paths;
        }
    }

    private static boolean differsFromAll(TreeWalk trees) {
        for (int i = 1; i < trees.getTreeCount(); i++) {
            if (trees.getRawMode(0) == trees.getRawMode(i) && trees.idEqual(0, i)) {
                return false;
            }
        }
        return true;
    }

    private ConnectorException tooMany(String what, ObjectId from, ObjectId to) {
        return new ConnectorException(
                Kind.TOO_LARGE,
                "There are more than %s between %s and %s in %s, so who made the change can't be told; promote in smaller steps."
                        .formatted(what, from.name(), to.name(), shown));
    }

    private static Commit commit(RevCommit commit, List<String> paths, @Nullable RevCommit merge) {
        return new Commit(
                commit.name(),
                person(commit.getAuthorIdent()),
                person(commit.getCommitterIdent()),
                coAuthors(commit.getFullMessage()),
                commit.getShortMessage(),
                Instant.ofEpochSecond(commit.getCommitTime()),
                paths,
                commit.getParentCount(),
                merge == null
                        ? null
                        : new Merge(
                                merge.name(),
                                person(merge.getAuthorIdent()),
                                person(merge.getCommitterIdent())));
    }

    private static GitPerson person(@Nullable PersonIdent ident) {
        return ident == null
                ? new GitPerson("", "")
                : new GitPerson(ident.getName(), ident.getEmailAddress());
    }

    /**
     * Not only in the last paragraph, where Git looks for trailers: leaving one out would let
     * someone approve their own change.
     */
    private static List<GitPerson> coAuthors(String message) {
        List<GitPerson> found = new ArrayList<>();
        Matcher line = CO_AUTHOR.matcher(message);
        while (line.find()) {
            String email = line.group(2);
            found.add(new GitPerson(line.group(1).strip(), email == null ? "" : email.strip()));
        }
        return found;
    }
}
