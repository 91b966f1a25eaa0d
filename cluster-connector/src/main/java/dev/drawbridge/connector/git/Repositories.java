package dev.drawbridge.connector.git;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.ConnectorException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** Opens repositories that lie on this machine. */
final class Repositories {
    private Repositories() {}

    /** A clone's folder or a bare repository; folders above it are not looked at. */
    static Repository open(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        FileRepositoryBuilder builder = new FileRepositoryBuilder().setMustExist(true);
        if (absolute.getParent() != null) {
            builder.addCeilingDirectory(absolute.getParent().toFile());
        }
        builder.findGitDir(absolute.toFile());
        if (builder.getGitDir() == null) {
            throw new ConnectorException(
                    Kind.UNREADABLE,
                    "There is no Git repository in %s; clone it there, or correct the service's source."
                            .formatted(folder));
        }
        try {
            return builder.build();
        } catch (IOException e) {
            throw unreadable(folder.toString(), e);
        }
    }

    static ConnectorException unreadable(String shown, IOException e) {
        return new ConnectorException(
                Kind.UNREADABLE,
                "Can't read the Git repository %s: %s; check it with git fsck."
                        .formatted(shown, String.valueOf(e.getMessage())),
                e);
    }
}
