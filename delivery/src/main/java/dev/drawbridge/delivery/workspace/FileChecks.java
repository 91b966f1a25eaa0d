package dev.drawbridge.delivery.workspace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The files that a workspace names are there and are what they should be. */
final class FileChecks {

    /** A public key or a chain of certificates is far smaller. */
    private static final long LARGEST_PEM = 1 << 20;

    private static final long LARGEST_CALENDAR = 8 << 20;

    private final Path folder;
    private final Problems problems;

    FileChecks(Path folder, Problems problems) {
        this.folder = folder;
        this.problems = problems;
    }

    void run(Located root) {
        for (Located key : root.list("trust", "keys")) {
            publicKey(key.get("file"));
        }
        for (Located environment : root.list("environments")) {
            exists(environment.at("gate", "freeze"), "an iCalendar file", LARGEST_CALENDAR);
            settings(environment.get("cluster"));
        }
        root.list("connections", "registries").forEach(this::settings);
        root.list("connections", "git").forEach(this::settings);
        settings(root.at("connections", "policy"));
    }

    private void settings(@Nullable Located holder) {
        if (holder != null) {
            exists(holder.get("ca"), "a PEM file with certificates", LARGEST_PEM);
            exists(holder.get("clientCertificate"), "a PEM file with a certificate", LARGEST_PEM);
            exists(holder.get("clientKey"), "a PEM file with a key", LARGEST_PEM);
        }
    }

    private @Nullable Path exists(@Nullable Located name, String expected, long largest) {
        if (name == null) {
            return null;
        }
        String text = (String) name.value();
        String hint = "paths start at the workspace file's folder";
        try {
            Path path = folder.resolve(text);
            if (Files.isDirectory(path)) {
                problems.add(name, "a folder at '" + text + "'", expected, null);
            } else if (!Files.exists(path)) {
                problems.add(name, "no file '" + text + "'", expected, hint);
            } else if (!Files.isReadable(path)) {
                problems.add(
                        name,
                        "a file '" + text + "' that can't be read",
                        expected,
                        "see its permissions");
            } else if (Files.size(path) > largest) {
                problems.add(
                        name,
                        "a file '" + text + "' of " + Files.size(path) + " bytes",
                        expected,
                        null);
            } else {
                return path;
            }
        } catch (InvalidPathException e) {
            problems.add(name, "'" + text + "', which is no path", expected, null);
        } catch (IOException e) {
            problems.add(
                    name,
                    "a file '" + text + "' that can't be read (" + e.getMessage() + ")",
                    expected,
                    null);
        }
        return null;
    }

    private void publicKey(@Nullable Located name) {
        String expected = "a PEM file with a public key";
        Path path = exists(name, expected, LARGEST_PEM);
        if (path == null || name == null) {
            return;
        }
        try {
            String text = Files.readString(path, StandardCharsets.ISO_8859_1);
            if (text.contains("PRIVATE KEY-----")) {
                problems.add(
                        name,
                        "a private key in '" + name.value() + "'",
                        expected,
                        "keep it out of the workspace; name the public key");
            } else if (!text.contains("-----BEGIN PUBLIC KEY-----")) {
                problems.add(name, "no public key in '" + name.value() + "'", expected, null);
            }
        } catch (IOException e) {
            problems.add(
                    name,
                    "a file '" + name.value() + "' that can't be read (" + e.getMessage() + ")",
                    expected,
                    null);
        }
    }
}
