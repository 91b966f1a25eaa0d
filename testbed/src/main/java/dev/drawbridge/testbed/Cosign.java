package dev.drawbridge.testbed;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The real cosign, with keys and a docker configuration in a folder of its own. It never asks a
 * transparency log.
 */
public final class Cosign implements AutoCloseable {
    /** The password of every private key that it makes. */
    public static final String PASSWORD = "testbed";

    private final Path folder = Folders.temporary("cosign");

    /**
     * A pair of keys: cosign's own encrypted private key (password {@link #PASSWORD}), and the
     * public one, PEM.
     */
    public record KeyPair(Path privateKey, Path publicKey) {}

    /**
     * Which form a signature takes: a Sigstore bundle as a referrer, or the older {@code .sig} tag.
     */
    public enum Form {
        BUNDLE,
        LEGACY
    }

    /** Makes an EC P-256 pair. */
    public KeyPair generateKeyPair(String name) {
        Path prefix = folder.resolve(name);
        run("generate-key-pair", "--output-key-prefix", prefix.toString());
        return new KeyPair(Path.of(prefix + ".key"), Path.of(prefix + ".pub"));
    }

    /** Takes a plain PKCS#8 or PKCS#1 private key (PEM) over into cosign's own form. */
    public KeyPair importKeyPair(String name, Path privateKey) {
        Path prefix = folder.resolve(name);
        run(
                "import-key-pair",
                "--key",
                privateKey.toString(),
                "--output-key-prefix",
                prefix.toString());
        return new KeyPair(Path.of(prefix + ".key"), Path.of(prefix + ".pub"));
    }

    /** Signs an image. @param image host, repository and digest */
    public void sign(KeyPair key, Form form, String image) {
        List<String> line = writing("sign", key, form);
        line.add(image);
        run(line.toArray(String[]::new));
    }

    /**
     * Attaches a signed statement.
     *
     * @param type the predicate's type: a URI, or one of cosign's words
     * @param predicate a file with its JSON
     * @param image host, repository and digest
     */
    public void attest(KeyPair key, Form form, String type, Path predicate, String image) {
        List<String> line = writing("attest", key, form);
        line.addAll(List.of("--type", type, "--predicate", predicate.toString(), image));
        run(line.toArray(String[]::new));
    }

    private static List<String> writing(String command, KeyPair key, Form form) {
        List<String> line =
                new ArrayList<>(
                        List.of(
                                command,
                                "--key",
                                key.privateKey().toString(),
                                "--tlog-upload=false",
                                "--use-signing-config=false",
                                "--yes"));
        line.add("--allow-insecure-registry");
        if (form == Form.LEGACY) {
            line.add("--new-bundle-format=false");
        }
        return line;
    }

    /** {@code cosign verify} of an image by a public key. */
    public Command.Result verify(Path publicKey, String image) {
        return ask(
                "verify",
                "--key",
                publicKey.toString(),
                "--insecure-ignore-tlog",
                "--allow-insecure-registry",
                image);
    }

    /** {@code cosign verify-attestation} of an image by a public key. */
    public Command.Result verifyAttestation(Path publicKey, String type, String image) {
        return ask(
                "verify-attestation",
                "--key",
                publicKey.toString(),
                "--type",
                type,
                "--insecure-ignore-tlog",
                "--allow-insecure-registry",
                image);
    }

    /** Runs it and gives what it wrote to standard output; fails if it didn't exit 0. */
    public String run(String... arguments) {
        return ask(arguments).orFail();
    }

    /** Runs it and gives what came of it. */
    public Command.Result ask(String... arguments) {
        List<String> line =
                new ArrayList<>(List.of(Components.program("cosign", "cosign").toString()));
        line.addAll(List.of(arguments));
        Map<String, String> environment = new HashMap<>(Components.strangersHome(folder));
        environment.put("COSIGN_PASSWORD", PASSWORD);
        return new Command(line, environment, "").run(Duration.ofMinutes(2));
    }

    @Override
    public void close() {
        Folders.delete(folder);
    }
}
