package dev.drawbridge.testbed;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Where the programs lie that {@code testbed/components/build} built. One that isn't built is a
 * failure that names it, never a skipped test.
 */
public final class Components {
    private static final String SCRIPT = "testbed/components/build";

    private Components() {}

    /**
     * The program of that name of a component, as both are called in {@code
     * testbed/components/versions}.
     *
     * @throws TestbedException if it isn't built; the message says how to build it
     */
    public static Path program(String component, String program) {
        Path file = folder(component).resolve(program);
        if (!Files.isExecutable(file)) {
            throw new TestbedException(
                    "There is no program %s in the component %s (%s); remove that folder and run %s %s."
                            .formatted(program, component, file.getParent(), SCRIPT, component));
        }
        return file;
    }

    /**
     * The folder of a component.
     *
     * @throws TestbedException if it isn't built; the message says how to build it
     */
    public static Path folder(String component) {
        Command.Result found =
                new Command(
                                List.of(
                                        "sh",
                                        checkout().resolve(SCRIPT).toString(),
                                        "--path",
                                        component))
                        .run(Duration.ofSeconds(30));
        if (found.exitCode() != 0) {
            throw new TestbedException(
                    "The real component %s is not built, so this test can't run: run ./verify, or %s %s. (%s)"
                            .formatted(component, SCRIPT, component, found.err().strip()));
        }
        return Path.of(found.out().strip());
    }

    /**
     * The top folder of the checkout, found from the working directory, which is a room's under
     * Maven.
     */
    public static Path checkout() {
        Path start = Path.of("").toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve(SCRIPT))) {
                return folder;
            }
        }
        throw new TestbedException(
                "No %s in %s or above: run the tests from within the checkout."
                        .formatted(SCRIPT, start));
    }

    /**
     * An environment for programs that must not read what the person at this machine has in the
     * home folder.
     */
    static Map<String, String> strangersHome(Path home) {
        return Map.of(
                "HOME",
                home.toString(),
                "XDG_CONFIG_HOME",
                home.toString(),
                "KUBECONFIG",
                "",
                "DOCKER_CONFIG",
                home.toString());
    }
}
