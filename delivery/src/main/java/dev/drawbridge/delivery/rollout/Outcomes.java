package dev.drawbridge.delivery.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.analytics.history.Event;
import dev.drawbridge.analytics.history.EventTypes;
import dev.drawbridge.analytics.history.History;
import dev.drawbridge.analytics.history.Mark;
import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.records.PublishedMarks;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordJson;
import dev.drawbridge.delivery.records.RecordNames;
import dev.drawbridge.delivery.records.RecordRef;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.delivery.workload.Fence;
import dev.drawbridge.delivery.workload.WorkloadSnapshot;
import dev.drawbridge.delivery.workspace.Service;
import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes how things ended: the record in the cluster, the mark, and this desk's history. */
public final class Outcomes {
    /** Said of a mark that a rollback's end didn't wait for. */
    static final String NOT_IN_TIME = "in histories only: the registry didn't answer in time";

    private final Site site;
    private final History history;
    private final ConfigCopies copies;
    private final PublishedMarks marks;

    public Outcomes(Site site, History history, ConfigCopies copies, PublishedMarks marks) {
        this.site = site;
        this.history = history;
        this.copies = copies;
        this.marks = marks;
    }

    /**
     * What ended.
     *
     * @param restsOn the grant or the rollback
     * @param promotion the request's name; empty for a rollback
     * @param result {@code healthy}, {@code failed}, {@code rolled-back} or {@code overtaken}
     * @param mark what takes back the right to promote further from here; null where nothing does
     */
    public record End(
            RecordRef restsOn,
            Service service,
            String promotion,
            String result,
            String why,
            @Nullable String mark,
            Set<Digest> running) {}

    /** Writes the outcome; the one that stands already where another desk was faster. */
    public ReleaseRecord<RecordBody.Outcome> write(
            End end, WorkloadSnapshot snapshot, Progress progress) {
        RecordBody.Outcome body =
                new RecordBody.Outcome(
                        end.restsOn(),
                        site.environment().name(),
                        end.service().name(),
                        end.result(),
                        end.why(),
                        end.mark(),
                        snapshot.image(),
                        digest(snapshot.image()),
                        snapshot.revision(),
                        progress.ready(),
                        progress.wanted(),
                        "no traffic source configured: pods decide",
                        end.running().stream().map(Digest::value).sorted().toList(),
                        copies.secretVersions(snapshot),
                        copies.kept(snapshot),
                        mark(end, snapshot));
        ReleaseRecord<RecordBody.Outcome> written =
                site.records()
                        .createOrFind(
                                RecordNames.outcome(end.restsOn().name()),
                                end.service().name(),
                                end.promotion(),
                                body,
                                RecordBody.Outcome.class);
        remember(end, written);
        return written;
    }

    /** Keeps in this desk's history what the cluster's record says. */
    private void remember(End end, ReleaseRecord<RecordBody.Outcome> written) {
        RecordBody.Outcome body = written.body();
        site.mark()
                .keep(
                        new Mark(
                                body.mark().namespaceUid(),
                                body.mark().records() + 1,
                                body.mark().fence(),
                                written.created()));
        ObjectNode event = (ObjectNode) RecordJson.tree(body);
        event.put("deployment", site.environment().name() + "/" + end.restsOn().name());
        event.put("outcome", body.result());
        history.append(
                new Event(
                        written.created(),
                        EventTypes.DEPLOYMENT_ENDED,
                        site.environment().name(),
                        end.service().name(),
                        end.promotion().isEmpty() ? null : site.id(end.promotion()),
                        written.who(),
                        "desk",
                        "record/" + site.environment().name() + "/" + written.uid(),
                        event));
    }

    /** Keeps an end in this desk's history alone, where the cluster takes no record of it. */
    void keepUnpublished(End end) {
        keepUnpublished(
                RecordNames.outcome(end.restsOn().name()),
                end.service(),
                JsonNodeFactory.instance
                        .objectNode()
                        .put("why", end.why())
                        .put("result", end.result()));
    }

    /** As {@link #keepUnpublished(End)}, for a rollback's record. */
    void keepUnpublished(String name, Service service, JsonNode body) {
        history.append(
                new Event(
                        site.cluster().now(),
                        "rollback-unpublished",
                        site.environment().name(),
                        service.name(),
                        null,
                        site.cluster().whoAmI().username(),
                        "desk",
                        "unpublished/" + site.environment().name() + "/" + name,
                        body));
    }

    private RecordBody.Mark mark(End end, WorkloadSnapshot snapshot) {
        var namespace =
                site.cluster()
                        .read(
                                "read namespace " + site.records().namespace(),
                                k -> k.namespaces().withName(site.records().namespace()).get());
        String uid = namespace == null ? "" : namespace.getMetadata().getUid();
        int records = site.records().all().all().size();
        long fence = Fence.numberOn(snapshot.deployment());
        Mark mark = new Mark(uid, records, fence, site.cluster().now());
        Supplier<String> publish =
                () ->
                        marks.publish(
                                snapshot.image(),
                                site.cluster()::uid,
                                site.records().namespace(),
                                mark);
        // a rollback's end waits for no registry
        String kept =
                end.promotion().isEmpty() ? Aside.ask(publish).inTime(NOT_IN_TIME) : publish.get();
        return new RecordBody.Mark(uid, records, fence, kept);
    }

    /** Notes a start, so that charts know how long it took. */
    public void started(
            String restsOn,
            Service service,
            @Nullable String promotion,
            String kind,
            String digest,
            Instant at) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("deployment", site.environment().name() + "/" + restsOn)
                .put("digest", digest)
                .put("kind", kind);
        history.append(
                new Event(
                        at,
                        EventTypes.DEPLOYMENT_STARTED,
                        site.environment().name(),
                        service.name(),
                        promotion,
                        site.cluster().whoAmI().username(),
                        "desk",
                        "started/" + site.environment().name() + "/" + restsOn,
                        event));
    }

    private static @Nullable String digest(String image) {
        int at = image.indexOf('@');
        return at < 0 ? null : image.substring(at + 1);
    }
}
