package dev.drawbridge.delivery.setup;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.kube.ClusterConnection;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordStore;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.delivery.setup.Upkeep.Standing;
import dev.drawbridge.delivery.workspace.Environment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether the cluster itself holds an environment's records to their makers, and since when. */
public sealed interface RecordsTrust {

    /** In words, for a page or a report. */
    String why();

    /** Whether a record made then is held to its maker; only {@link Enforced} ever says yes. */
    default boolean covers(Instant made) {
        return false;
    }

    /**
     * The policies stand as setup recorded them.
     *
     * @param since the API server's time from which on they were in force; an older record is on
     *     trust
     */
    record Enforced(Instant since) implements RecordsTrust {
        @Override
        public String why() {
            return "the cluster holds each record to its maker since " + since;
        }

        @Override
        public boolean covers(Instant made) {
            return !made.isBefore(since);
        }
    }

    /**
     * Who made a record can't be known: the policies changed since setup, or the workspace does
     * without them.
     */
    record OnTrust(String why) implements RecordsTrust {}

    /** Nobody has set the environment up. */
    record NotSetUp(String why) implements RecordsTrust {}

    /** What it depends on can't be read. */
    record CantTell(String why) implements RecordsTrust {}

    /**
     * Judges by the last upkeep record and the policies as they stand now. Blocks on the network;
     * throws nothing for it.
     */
    static RecordsTrust judge(ClusterConnection cluster, Environment environment) {
        String namespace = environment.recordsNamespace();
        try {
            Upkeep upkeep = new Upkeep(new RecordStore(cluster, namespace));
            Optional<ReleaseRecord<RecordBody.Other>> last = upkeep.last();
            if (last.isEmpty()) {
                return withoutUpkeep(environment);
            }
            List<Standing> recorded = Upkeep.policies(last.get());
            List<Standing> live = Upkeep.live(cluster, namespace);
            String changed = changed(recorded, live, namespace);
            return changed.isEmpty()
                    ? new Enforced(upkeep.since(last.get()))
                    : new OnTrust(
                            changed
                                    + " since "
                                    + last.get().name()
                                    + "; run 'drawbridge cluster setup -e "
                                    + environment.name()
                                    + " --check'");
        } catch (ConnectorException e) {
            return new CantTell(
                    "whether the records policy holds can't be read: " + e.getMessage());
        }
    }

    private static RecordsTrust withoutUpkeep(Environment environment) {
        if (environment.records().onTrust()) {
            return new OnTrust(
                    "the workspace says onTrust: the cluster can't hold the records policy");
        }
        return new NotSetUp(
                "environment '"
                        + environment.name()
                        + "' is not set up: who made a record can't be known; the platform role runs 'drawbridge"
                        + " cluster setup -e "
                        + environment.name()
                        + " --apply'");
    }

    /** What differs; empty: nothing. A record that names too few policies proves nothing. */
    private static String changed(List<Standing> recorded, List<Standing> live, String namespace) {
        for (String name : PolicyManifests.names(namespace)) {
            for (String kind :
                    List.of("ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding")) {
                Optional<Standing> was = find(recorded, kind, name);
                Optional<Standing> is = find(live, kind, name);
                if (is.isEmpty()) {
                    return kind + " " + name + " is gone";
                } else if (was.isEmpty()) {
                    return kind + " " + name + " isn't recorded";
                } else if (!was.get().uid().equals(is.get().uid())) {
                    return kind + " " + name + " was deleted and made again";
                } else if (was.get().generation() != is.get().generation()) {
                    return kind + " " + name + " was changed";
                }
            }
        }
        return "";
    }

    private static Optional<Standing> find(List<Standing> all, String kind, String name) {
        return all.stream().filter(s -> s.kind().equals(kind) && s.name().equals(name)).findFirst();
    }
}
