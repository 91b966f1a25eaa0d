package dev.drawbridge.testbed;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The real crane, with a docker configuration of its own; makes small images and looks into
 * registries.
 */
public final class Crane implements AutoCloseable {
    private final Path folder = Folders.temporary("crane");

    /** Lets it log in with these at that host (with its port). */
    public Crane login(String host, String user, String password) {
        run("auth", "login", host, "-u", user, "-p", password);
        return this;
    }

    /** The folder of its docker configuration, for a client that is to log in likewise. */
    public Path dockerConfig() {
        return folder;
    }

    /** Runs it and gives what it wrote to standard output; fails if it didn't exit 0. */
    public String run(String... arguments) {
        return ask(arguments).orFail();
    }

    /** Runs it and gives what came of it. */
    public Command.Result ask(String... arguments) {
        List<String> line =
                new ArrayList<>(
                        List.of(Components.program("crane", "crane").toString(), "--insecure"));
        line.addAll(List.of(arguments));
        return new Command(line, Components.strangersHome(folder), "").run(Duration.ofMinutes(1));
    }

    /**
     * Pushes an image for linux/amd64 of one layer with one file whose content is {@code content}:
     * the same content gives the same digest.
     *
     * @param reference host, repository and tag
     * @return its digest, {@code sha256:…}
     */
    public String pushImage(String reference, String content) {
        return pushImage(reference, content, Map.of());
    }

    /** As {@link #pushImage(String, String)}, with labels. */
    public String pushImage(String reference, String content, Map<String, String> labels) {
        try {
            Path layer =
                    Files.write(
                            folder.resolve("layer.tar"),
                            tar("content", content.getBytes(StandardCharsets.UTF_8)));
            run(
                    "append",
                    "--oci-empty-base",
                    "--new_layer",
                    layer.toString(),
                    "--new_tag",
                    reference);
            List<String> mutate =
                    new ArrayList<>(
                            List.of(
                                    "mutate",
                                    reference,
                                    "--tag",
                                    reference,
                                    "--set-platform",
                                    "linux/amd64"));
            labels.forEach((name, value) -> mutate.addAll(List.of("--label", name + "=" + value)));
            run(mutate.toArray(String[]::new));
            return digest(reference);
        } catch (IOException e) {
            throw new UncheckedIOException("make a layer", e);
        }
    }

    /**
     * Pushes an index over images that are there.
     *
     * @param reference host, repository and tag of the index
     * @param images references of its children
     * @return its digest
     */
    public String pushIndex(String reference, String... images) {
        List<String> line = new ArrayList<>(List.of("index", "append", "--tag", reference));
        Arrays.stream(images).forEach(image -> line.addAll(List.of("--manifest", image)));
        run(line.toArray(String[]::new));
        return digest(reference);
    }

    /** The digest of what a reference names, of an index itself. */
    public String digest(String reference) {
        return run("digest", reference).strip();
    }

    /** A tar archive (ustar) of one file of 1970. */
    private static byte[] tar(String name, byte[] content) throws IOException {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 100, "0000644");
        put(header, 108, "0000000");
        put(header, 116, "0000000");
        put(header, 124, "%011o".formatted(content.length));
        put(header, 136, "00000000000");
        put(header, 148, "        ");
        put(header, 156, "0");
        put(header, 257, "ustar\u000000");
        int sum = 0;
        for (byte b : header) {
            sum += b;
        }
        put(header, 148, "%06o\u0000 ".formatted(sum));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(header);
        out.write(content);
        out.write(new byte[(512 - content.length % 512) % 512]);
        out.write(new byte[1024]);
        return out.toByteArray();
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    @Override
    public void close() {
        Folders.delete(folder);
    }
}
