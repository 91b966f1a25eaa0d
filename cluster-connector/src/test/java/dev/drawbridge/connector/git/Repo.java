package dev.drawbridge.connector.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.MergeCommand.FastForwardMode;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.PersonIdent;

/** A repository that tests write into. */
final class Repo implements AutoCloseable {
    final Path folder;
    private final Git git;
    private long time = 1_700_000_000;

    Repo(Path folder) {
        this.folder = folder;
        try {
            git = Git.init().setDirectory(folder.toFile()).setInitialBranch("main").call();
        } catch (GitAPIException e) {
            throw new IllegalStateException(e);
        }
    }

    private PersonIdent ident(String name) {
        time += 60;
        return new PersonIdent(
                name, name + "@example.org", Instant.ofEpochSecond(time), ZoneOffset.UTC);
    }

    /** Writes files whose content is the message, and commits. */
    String commit(String author, String committer, String message, String... paths) {
        try {
            for (String path : paths) {
                Path file = folder.resolve(path);
                Files.createDirectories(file.getParent());
                Files.writeString(file, message);
                git.add().addFilepattern(path).call();
            }
            return git.commit()
                    .setAuthor(ident(author))
                    .setCommitter(ident(committer))
                    .setMessage(message)
                    .setAllowEmpty(true)
                    .setSign(false)
                    .call()
                    .name();
        } catch (GitAPIException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void branch(String name, String at) {
        try {
            git.checkout().setCreateBranch(true).setName(name).setStartPoint(at).call();
        } catch (GitAPIException e) {
            throw new IllegalStateException(e);
        }
    }

    void checkout(String name) {
        try {
            git.checkout().setName(name).call();
        } catch (GitAPIException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Merges into the branch that is checked out, never fast-forward. */
    String merge(String who, String branch) {
        try {
            git.merge()
                    .include(git.getRepository().resolve(branch))
                    .setFastForward(FastForwardMode.NO_FF)
                    .setCommit(false)
                    .call();
        } catch (GitAPIException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return commit(who, "web-flow", "Merge " + branch);
    }

    org.eclipse.jgit.lib.Repository jgit() {
        return git.getRepository();
    }

    static List<String> ids(List<Commit> commits) {
        return commits.stream().map(Commit::id).toList();
    }

    @Override
    public void close() {
        git.close();
    }
}
