package dev.drawbridge.app.cli.view;

import dev.drawbridge.delivery.workspace.ClusterRef;
import java.util.ArrayList;
import java.util.List;

/** Writes commands that work when pasted. */
public final class Lines {

    private Lines() {}

    /** A word as a POSIX shell takes it. */
    public static String quote(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+")
                ? word
                : "'" + word.replace("'", "'\\''") + "'";
    }

    /** {@code kubectl} for a cluster of the workspace. */
    public static String kubectl(ClusterRef cluster) {
        List<String> words = new ArrayList<>(List.of("kubectl"));
        if (cluster.kubeconfig() != null) {
            words.add("--kubeconfig");
            words.add(quote(cluster.kubeconfig().toString()));
        }
        if (cluster.context() != null) {
            words.add("--context");
            words.add(quote(cluster.context()));
        }
        return String.join(" ", words);
    }

    /** A command that hands kubectl a manifest on its standard input. */
    public static String create(ClusterRef cluster, String yaml) {
        return kubectl(cluster) + " create -f - <<'EOF'\n" + yaml.strip() + "\nEOF";
    }
}
