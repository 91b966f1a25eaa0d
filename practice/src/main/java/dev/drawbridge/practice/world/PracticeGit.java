package dev.drawbridge.practice.world;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.zip.DeflaterOutputStream;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TreeFormatter;

/**
 * The bare repositories of the services, {@code NAME.git} in one folder. A commit's id comes from
 * who made it, when, and what it says alone: no configuration of the machine enters it.
 */
final class PracticeGit {
    private static final List<String> SUBJECTS =
            List.of(
                    "Retry a payment once when the bank is slow",
                    "Show the delivery date in the basket",
                    "Round prices half up",
                    "Keep the basket when a session ends",
                    "Ask for the postcode first",
                    "Cache the catalogue for a minute",
                    "Log order ids, not addresses",
                    "Send the receipt before the survey");

    private final Path folder;
    private final Seed seed;
    private final Map<String, ObjectId> tips = new HashMap<>();

    PracticeGit(Path folder, Seed seed) {
        this.folder = folder;
        this.seed = seed;
    }

    /** Someone, by name and address. */
    record Author(String name, String mail) {}

    /** Where a service's repository is. */
    Path repository(String service) {
        return folder.resolve(service + ".git");
    }

    /**
     * Adds a commit to a service's main line.
     *
     * @return its id
     */
    synchronized String commit(
            String service, String version, Author author, List<Author> coAuthors, Instant at) {
        Path repository = repository(service);
        try {
            if (!tips.containsKey(service)) {
                create(repository);
            }
            CommitBuilder commit = new CommitBuilder();
            commit.setTreeId(tree(repository, service, version));
            ObjectId parent = tips.get(service);
            if (parent != null) {
                commit.setParentId(parent);
            }
            PersonIdent ident = new PersonIdent(author.name(), author.mail(), at, ZoneOffset.UTC);
            commit.setAuthor(ident);
            commit.setCommitter(ident);
            commit.setMessage(message(service, version, coAuthors));
            ObjectId id = insert(repository, Constants.OBJ_COMMIT, commit.build());
            Files.writeString(repository.resolve("refs/heads/main"), id.name() + "\n");
            tips.put(service, id);
            return id.name();
        } catch (IOException e) {
            throw new UncheckedIOException("The practice world can't write " + repository + ".", e);
        }
    }

    private static void create(Path repository) throws IOException {
        Files.createDirectories(repository.resolve("refs/heads"));
        Files.createDirectories(repository.resolve("objects"));
        Files.writeString(repository.resolve("HEAD"), "ref: refs/heads/main\n");
        Files.writeString(
                repository.resolve("config"),
                "[core]\n\trepositoryformatversion = 0\n\tbare = true\n");
    }

    private static ObjectId tree(Path repository, String service, String version)
            throws IOException {
        TreeFormatter tree = new TreeFormatter();
        tree.append("README.md", FileMode.REGULAR_FILE, blob(repository, "# " + service + "\n"));
        tree.append("VERSION", FileMode.REGULAR_FILE, blob(repository, version + "\n"));
        return insert(repository, Constants.OBJ_TREE, tree.toByteArray());
    }

    private static ObjectId blob(Path repository, String text) throws IOException {
        return insert(repository, Constants.OBJ_BLOB, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a loose object. JGit's own way reads, and adds to, the configuration of the user. */
    private static ObjectId insert(Path repository, int type, byte[] content) throws IOException {
        ByteArrayOutputStream object = new ByteArrayOutputStream();
        object.write(Constants.encodedTypeString(type));
        object.writeBytes((" " + content.length + "\0").getBytes(StandardCharsets.US_ASCII));
        object.writeBytes(content);
        ObjectId id = ObjectId.fromRaw(sha1(object.toByteArray()));
        Path folder = repository.resolve("objects").resolve(id.name().substring(0, 2));
        Path file = folder.resolve(id.name().substring(2));
        if (!Files.exists(file)) {
            Files.createDirectories(folder);
            try (OutputStream out = new DeflaterOutputStream(Files.newOutputStream(file))) {
                object.writeTo(out);
            }
        }
        return id;
    }

    private static byte[] sha1(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    private String message(String service, String version, List<Author> coAuthors) {
        RandomGenerator random = seed.random("commit/" + service + "/" + version);
        StringBuilder message =
                new StringBuilder(SUBJECTS.get(random.nextInt(SUBJECTS.size())) + "\n");
        if (!coAuthors.isEmpty()) {
            message.append('\n');
        }
        for (Author coAuthor : coAuthors) {
            message.append("Co-authored-by: %s <%s>\n".formatted(coAuthor.name(), coAuthor.mail()));
        }
        return message.toString();
    }
}
