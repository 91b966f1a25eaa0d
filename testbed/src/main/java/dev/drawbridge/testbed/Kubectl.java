package dev.drawbridge.testbed;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The real kubectl with one kubeconfig.
 *
 * @param limit how long one call may take
 */
public record Kubectl(Path kubeconfig, Duration limit) {

    /** Runs it and gives what it wrote to standard output; fails if it didn't exit 0. */
    public String run(String... arguments) {
        return ask(arguments).orFail();
    }

    /** Runs it and gives what came of it, a refusal too. */
    public Command.Result ask(String... arguments) {
        return askWithInput("", arguments);
    }

    /** Server-side apply of these manifests (YAML or JSON), which must succeed. */
    public String apply(String manifests) {
        return askWithInput(manifests, "apply", "--server-side", "--force-conflicts", "-f", "-")
                .orFail();
    }

    /** Runs it with this on standard input. */
    public Command.Result askWithInput(String input, String... arguments) {
        List<String> line =
                new ArrayList<>(
                        List.of(
                                Components.program("kubernetes", "kubectl").toString(),
                                "--kubeconfig=" + kubeconfig));
        line.addAll(List.of(arguments));
        return new Command(
                        line,
                        Map.of(
                                "HOME",
                                kubeconfig
                                        .toAbsolutePath()
                                        .resolveSibling("kubectl-home")
                                        .toString()),
                        input)
                .run(limit);
    }
}
