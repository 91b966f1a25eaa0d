package dev.drawbridge.practice.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** The folder of a world, for its user alone, made by it and removed with it. */
final class WorldFolder {
    private final Path path;

    private WorldFolder(Path path) {
        this.path = path;
    }

    /**
     * Makes one.
     *
     * @param wanted where; null: a temporary folder
     * @throws SpecException if it is there already: it isn't ours to remove later
     */
    static WorldFolder make(@Nullable Path wanted) {
        try {
            if (wanted == null) {
                return new WorldFolder(Files.createTempDirectory("drawbridge-practice-"));
            }
            Path path = wanted.toAbsolutePath().normalize();
            Files.createDirectory(path, permissions(path, "rwx------"));
            return new WorldFolder(path);
        } catch (FileAlreadyExistsException e) {
            throw new SpecException(
                    "The folder %s is there already; name one that isn't, for the practice world removes its folder at the end."
                            .formatted(wanted));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The practice world can't make the folder %s."
                            .formatted(wanted == null ? "for its files" : wanted),
                    e);
        }
    }

    Path path() {
        return path;
    }

    /** Writes a file that only this user may read. */
    Path write(String name, String text) {
        Path file = path.resolve(name);
        try {
            Path parent = file.getParent();
            if (parent != null && !Files.isDirectory(parent)) {
                Files.createDirectory(parent, permissions(parent, "rwx------"));
            }
            Files.createFile(file, permissions(file, "rw-------"));
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("The practice world can't write " + file + ".", e);
        }
    }

    /** Moves a file or folder in it, if it is there. */
    void move(String from, String to) {
        try {
            if (Files.exists(path.resolve(from))) {
                Files.move(path.resolve(from), path.resolve(to));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The practice world can't move %s in %s.".formatted(from, path), e);
        }
    }

    private static FileAttribute<?>[] permissions(Path at, String mode) {
        boolean posix = at.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
                }
                : new FileAttribute<?>[0];
    }

    /** Removes it with all in it. Links are removed, not followed. */
    void remove() {
        try {
            Files.walkFileTree(
                    path,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                                throws IOException {
                            Files.deleteIfExists(file);
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult postVisitDirectory(
                                Path folder, @Nullable IOException failure) throws IOException {
                            if (failure != null) {
                                throw failure;
                            }
                            Files.deleteIfExists(folder);
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The practice world can't remove its folder %s; remove it by hand."
                            .formatted(path),
                    e);
        }
    }
}
