package dev.drawbridge.connector.kube;

import dev.drawbridge.connector.ConnectorException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/**
 * Tries a connection to an environment's cluster and says what it found, a sentence each:
 * reachable, as whom, which server, which cluster, how far the desk's clock is off, and which
 * rights are missing for what. Never throws for what the cluster does; blocking, any thread.
 */
public final class ClusterProbe {

    /** From this on a desk is told that its clock is off. */
    public static final Duration OFFSET_TOLD = Duration.ofSeconds(30);

    /** How a line is to be taken. */
    public enum State {
        FINE,
        WARN,
        CANT_TELL
    }

    /**
     * One finding.
     *
     * @param topic short name: {@code reachable}, {@code identity}, {@code version}, {@code uid},
     *     {@code clock}, or the action in lower case
     * @param sentence for people; a failure's own sentence where there was one
     * @param missing the rights that are missing, for an action
     */
    public record Line(String topic, State state, String sentence, List<Right> missing) {
        public Line {
            missing = List.copyOf(missing);
        }
    }

    private final List<Line> lines = new ArrayList<>();

    private ClusterProbe() {}

    /** Probes; see {@link Rights#wanted} for the last three. */
    public static List<Line> probe(
            ClusterTarget target,
            InstantSource deskClock,
            String namespace,
            String recordsNamespace,
            Collection<String> workloads) {
        ClusterProbe probe = new ClusterProbe();
        try (ClusterConnection cluster = ClusterConnection.open(target, deskClock)) {
            probe.all(cluster, target, namespace, recordsNamespace, workloads);
        } catch (ConnectorException e) {
            probe.add("reachable", State.CANT_TELL, String.valueOf(e.getMessage()));
        }
        return List.copyOf(probe.lines);
    }

    private void all(
            ClusterConnection cluster,
            ClusterTarget target,
            String namespace,
            String records,
            Collection<String> workloads) {
        try {
            cluster.now();
        } catch (ConnectorException e) {
            add("reachable", State.CANT_TELL, String.valueOf(e.getMessage()));
            return;
        }
        add(
                "reachable",
                State.FINE,
                "context " + cluster.context() + " answers at " + cluster.server() + ".");
        line(
                "identity",
                State.CANT_TELL,
                () -> {
                    Identity me = cluster.whoAmI();
                    return "you are "
                            + me.username()
                            + (me.groups().isEmpty()
                                    ? ""
                                    : ", in " + String.join(", ", me.groups()))
                            + ".";
                });
        line(
                "version",
                State.CANT_TELL,
                () -> "the API server is " + cluster.serverVersion() + ".");
        line(
                "uid",
                State.WARN,
                () ->
                        "the cluster's uid is "
                                + cluster.uid()
                                + (target.uid() == null ? "; no uid is pinned." : ", as pinned."));
        clock(cluster);
        for (Rights.Action action : Rights.Action.values()) {
            rights(cluster, action, Rights.wanted(action, namespace, records, workloads));
        }
    }

    private void clock(ClusterConnection cluster) {
        Duration offset;
        try {
            offset = cluster.deskOffset();
        } catch (ConnectorException e) {
            add("clock", State.CANT_TELL, String.valueOf(e.getMessage()));
            return;
        }
        long seconds = offset.abs().toSeconds();
        String how =
                seconds < 2
                        ? "agrees with the server's"
                        : "is "
                                + seconds
                                + " s "
                                + (offset.isNegative() ? "behind" : "ahead of")
                                + " the server's";
        boolean off = offset.abs().compareTo(OFFSET_TOLD) > 0;
        add(
                "clock",
                off ? State.WARN : State.FINE,
                "this desk's clock "
                        + how
                        + (off ? "; answers go by the server's, but set yours right." : "."));
    }

    private void rights(ClusterConnection cluster, Rights.Action action, List<Right> wanted) {
        String topic = action.name().toLowerCase(java.util.Locale.ROOT);
        try {
            List<Right> missing = cluster.missing(wanted);
            String sentence =
                    missing.isEmpty()
                            ? "you may " + topic + "."
                            : "to "
                                    + topic
                                    + " you lack the right to "
                                    + missing.getFirst().words()
                                    + (missing.size() == 1
                                            ? ""
                                            : " and " + (missing.size() - 1) + " more")
                                    + " ("
                                    + missing.getFirst().canI()
                                    + ").";
            lines.add(
                    new Line(
                            topic, missing.isEmpty() ? State.FINE : State.WARN, sentence, missing));
        } catch (ConnectorException e) {
            add(topic, State.CANT_TELL, String.valueOf(e.getMessage()));
        }
    }

    private void line(String topic, State otherwise, Supplier<String> sentence) {
        try {
            add(topic, State.FINE, sentence.get());
        } catch (ConnectorException e) {
            add(topic, otherwise, String.valueOf(e.getMessage()));
        }
    }

    private void add(String topic, State state, String sentence) {
        lines.add(new Line(topic, state, sentence, List.of()));
    }
}
