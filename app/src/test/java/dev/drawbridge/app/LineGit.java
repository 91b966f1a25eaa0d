package dev.drawbridge.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.PersonIdent;

/** A Git repository a service, on disk; all commits are Dina's. */
final class LineGit {
    private final Path folder;

    LineGit(Path folder) {
        this.folder = folder;
    }

    /** Commits a version and gives the commit's id. */
    String commit(String service, String version) {
        Path repository = folder.resolve(service);
        PersonIdent dina = new PersonIdent("Dina", "dina@shop.example");
        try (Git git =
                Git.init().setDirectory(repository.toFile()).setInitialBranch("main").call()) {
            LineShop.write(repository.resolve("VERSION"), version + "\n");
            git.add().addFilepattern("VERSION").call();
            return git.commit()
                    .setAuthor(dina)
                    .setCommitter(dina)
                    .setSign(false)
                    .setMessage("Version " + version)
                    .call()
                    .name();
        } catch (GitAPIException e) {
            throw new UncheckedIOException("commit in " + repository, new IOException(e));
        }
    }
}
