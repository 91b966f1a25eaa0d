package dev.drawbridge.delivery.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.analytics.history.Appended;
import dev.drawbridge.analytics.history.Event;
import dev.drawbridge.analytics.history.EventTypes;
import dev.drawbridge.analytics.history.History;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordJson;
import dev.drawbridge.delivery.records.Records;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.delivery.workload.WorkloadSnapshot;
import dev.drawbridge.delivery.workspace.Service;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Brings what other desks did, and what was there before Drawbridge came, into this desk's history.
 * May be run again and again: each thing is added once. Blocks on the network.
 */
public final class HistorySync {
    /** Source of rows read from the environment's records. */
    public static final String FROM_RECORDS = "cluster-record";

    /**
     * Source of rows read from a Deployment's ReplicaSets, for what ran before there were records.
     */
    public static final String FROM_REPLICA_SETS = "replicaset-history";

    private final History history;

    public HistorySync(History history) {
        this.history = history;
    }

    /**
     * What one environment gave.
     *
     * @param records records read
     * @param revisions revisions read that no record tells of
     * @param added how many of both were new to this history
     * @param unreadable what couldn't be read, each a sentence
     */
    public record Synced(
            String environment, int records, int revisions, int added, List<String> unreadable) {
        public Synced {
            unreadable = List.copyOf(unreadable);
        }
    }

    /** Reads an environment's records and its services' revisions. */
    public Synced sync(Site site, List<Service> services) {
        Records records = site.records().all();
        List<Event> events = new ArrayList<>();
        for (ReleaseRecord<? extends RecordBody> record : records.all()) {
            if (!(record.body() instanceof RecordBody.Unreadable)) {
                events.add(event(site, record));
            }
        }
        int told = events.size();
        for (Service service : services) {
            site.reader()
                    .find(site.place(service))
                    .ifPresent(snapshot ->
                            events.addAll(
                                    revisions(
                                            site,
                                            service,
                                            snapshot,
                                            records.about(service.name()))));
        }
        List<Appended> results = history.appendAll(events);
        List<String> troubles = new ArrayList<>(records.unreadable());
        // records that went back must not become what is expected from now on
        site.mark()
                .wentBack(records, List.of())
                .ifPresentOrElse(troubles::add, () -> site.mark().see(records, 0));
        return new Synced(
                site.environment().name(),
                told,
                events.size() - told,
                (int) results.stream().filter(Appended::added).count(),
                troubles);
    }

    private static Event event(Site site, ReleaseRecord<? extends RecordBody> record) {
        String environment = site.environment().name();
        Object content =
                record.body() instanceof RecordBody.Other other ? other.content() : record.body();
        JsonNode tree = RecordJson.tree(content);
        ObjectNode body =
                tree instanceof ObjectNode object
                        ? object
                        : JsonNodeFactory.instance.objectNode().set("content", tree);
        String type = "record-" + record.kind().label();
        if (record.body() instanceof RecordBody.Outcome outcome) {
            type = EventTypes.DEPLOYMENT_ENDED;
            body.put("deployment", environment + "/" + outcome.restsOn().name());
            body.put("outcome", outcome.result());
        }
        return new Event(
                record.created(),
                type,
                environment,
                emptyToNull(record.service()),
                record.promotion().isEmpty() ? null : site.id(record.promotion()),
                record.who(),
                FROM_RECORDS,
                "record/" + environment + "/" + record.uid(),
                body);
    }

    /** One event a revision whose image no record tells of. */
    private static List<Event> revisions(
            Site site, Service service, WorkloadSnapshot snapshot, Records records) {
        Set<String> recorded = recordedImages(records);
        List<Event> events = new ArrayList<>();
        for (ReplicaSet set : snapshot.replicaSets()) {
            Optional<String> image =
                    WorkloadSnapshot.image(set.getSpec().getTemplate(), snapshot.container());
            if (image.isEmpty() || recorded.contains(image.get())) {
                continue;
            }
            String environment = site.environment().name();
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            body.put(
                    "deployment",
                    environment
                            + "/"
                            + service.name()
                            + "/revision-"
                            + WorkloadSnapshot.revision(set));
            body.put("image", image.get()).put("kind", "baseline");
            int at = image.get().indexOf('@');
            if (at >= 0) {
                body.put("digest", image.get().substring(at + 1));
            }
            events.add(
                    new Event(
                            Instant.parse(set.getMetadata().getCreationTimestamp()),
                            EventTypes.DEPLOYMENT_STARTED,
                            environment,
                            service.name(),
                            null,
                            null,
                            FROM_REPLICA_SETS,
                            "replicaset/" + environment + "/" + set.getMetadata().getUid(),
                            body));
        }
        return events;
    }

    /** Every image that a step of Drawbridge set. */
    private static Set<String> recordedImages(Records records) {
        return records.of(RecordBody.Step.class).stream()
                .map(step -> step.body().after())
                .collect(Collectors.toSet());
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
