package dev.drawbridge.delivery.workload;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.drawbridge.analytics.history.History;
import dev.drawbridge.analytics.history.JournalStep;
import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.kube.ClusterConnection;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordJson;
import dev.drawbridge.delivery.records.RecordNames;
import dev.drawbridge.delivery.records.RecordRef;
import dev.drawbridge.delivery.records.RecordStore;
import dev.drawbridge.delivery.records.Records;
import dev.drawbridge.delivery.records.ReleaseRecord;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The write-ahead journal of acts on one environment: in the cluster, with a copy in this desk's
 * history. An intent stands before the act; whoever finds one without a result settles it by
 * looking at the cluster.
 */
public final class Journal {
    /** The act of a rollback's step. */
    public static final String PUT_BACK = "put-back";

    private static final Logger log = LoggerFactory.getLogger(Journal.class);

    private final String environment;
    private final ClusterConnection cluster;
    private final RecordStore store;
    private final History history;

    public Journal(
            String environment, ClusterConnection cluster, RecordStore store, History history) {
        this.environment = environment;
        this.cluster = cluster;
        this.store = store;
        this.history = history;
    }

    /**
     * An intent that was written.
     *
     * @param name the step's name
     * @param promotion the request's name; empty for a rollback
     * @param body what is about to be done
     * @param shared the record in the cluster; empty where it couldn't be written there and only
     *     this desk knows
     */
    public record Intent(
            String name,
            String promotion,
            RecordBody.Step body,
            Optional<ReleaseRecord<RecordBody.Step>> shared) {}

    /**
     * Writes an intent to the cluster and the history; the act may begin when this returns.
     *
     * @param restsOn name of the grant or rollback
     * @param known the records of that grant or rollback, to number the step
     */
    public Intent begin(String restsOn, String promotion, RecordBody.Step body, Records known) {
        String name = nextName(restsOn, known);
        Intent intent =
                new Intent(
                        name,
                        promotion,
                        body,
                        Optional.of(store.create(name, body.service(), promotion, body)));
        history.intent(local(intent));
        return intent;
    }

    /**
     * As {@link #begin}, for the one step of a rollback: where another desk has begun it already
     * that is the step, and where the cluster doesn't take the record this desk's own journal has
     * to do.
     */
    public Intent beginWhateverHappens(String rollback, RecordBody.Step body) {
        String name = RecordNames.step(rollback, 1);
        Intent intent = new Intent(name, "", body, Optional.empty());
        try {
            ReleaseRecord<RecordBody.Step> shared =
                    store.createOrFind(name, body.service(), "", body, RecordBody.Step.class);
            intent = new Intent(name, "", shared.body(), Optional.of(shared));
        } catch (ConnectorException e) {
            log.warn("the rollback goes on from this desk's own journal: {}", e.getMessage());
        }
        history.intent(local(intent));
        return intent;
    }

    /** Writes what became of an act. */
    public void end(Intent intent, String result, String why, long generation, boolean settled) {
        RecordRef ref =
                intent.shared()
                        .map(ReleaseRecord::ref)
                        .orElseGet(() ->
                                new RecordRef(
                                        intent.name(),
                                        "",
                                        RecordJson.sha256(RecordJson.write(intent.body()))));
        RecordBody.StepDone done =
                new RecordBody.StepDone(
                        ref, intent.body().service(), result, why, generation, settled);
        if (intent.shared().isPresent()) {
            store.createOrFind(
                    RecordNames.stepDone(intent.name()),
                    intent.body().service(),
                    intent.promotion(),
                    done,
                    RecordBody.StepDone.class);
        }
        history.settle(local(intent), result, cluster.now(), RecordJson.tree(done));
    }

    /** The steps without a result, oldest first. */
    public static List<ReleaseRecord<RecordBody.Step>> open(Records records) {
        List<String> done =
                records.of(RecordBody.StepDone.class).stream().map(ReleaseRecord::name).toList();
        return records.of(RecordBody.Step.class).stream()
                .filter(step -> !done.contains(RecordNames.stepDone(step.name())))
                .toList();
    }

    /**
     * Settles a service's open steps by what the workload shows. An image that stands as the step
     * wanted it was set; one that doesn't, under the step's own or an older fence, was not; under a
     * newer fence it was overtaken. A rollback's step that wasn't done stays open: its record still
     * asks for it.
     */
    public void settle(String service, Records records, WorkloadSnapshot snapshot) {
        for (ReleaseRecord<RecordBody.Step> step : open(records)) {
            if (step.body().service().equals(service)) {
                look(
                        new Intent(step.name(), step.promotion(), step.body(), Optional.of(step)),
                        snapshot);
            }
        }
        for (JournalStep open : history.openIntents()) {
            boolean shared = records.named(open.name(), RecordBody.Step.class).isPresent();
            boolean settled =
                    records.named(RecordNames.stepDone(open.name()), RecordBody.StepDone.class)
                            .isPresent();
            if (open.environment().equals(environment)
                    && service.equals(open.service())
                    && (settled || !shared)) {
                settleLocal(open, records, snapshot);
            }
        }
    }

    private void settleLocal(JournalStep open, Records records, WorkloadSnapshot snapshot) {
        Optional<ReleaseRecord<RecordBody.StepDone>> done =
                records.named(RecordNames.stepDone(open.name()), RecordBody.StepDone.class);
        if (done.isPresent()) {
            history.settle(
                    open,
                    done.get().body().result(),
                    cluster.now(),
                    RecordJson.tree(done.get().body()));
            return;
        }
        try {
            RecordBody.Step body = RecordJson.read(open.intent().toString(), RecordBody.Step.class);
            look(new Intent(open.name(), "", body, Optional.empty()), snapshot);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "step " + open.name() + " of this desk's history isn't a step", e);
        }
    }

    private void look(Intent intent, WorkloadSnapshot snapshot) {
        RecordBody.Step body = intent.body();
        long standing = Fence.numberOn(snapshot.deployment());
        long own = Fence.parse(body.fence()).map(Fence::number).orElse(0L);
        if (snapshot.image().equals(body.after())) {
            end(
                    intent,
                    "done",
                    "found done: the workload asks for " + body.after(),
                    snapshot.generation(),
                    true);
        } else if (standing > own) {
            end(
                    intent,
                    "overtaken",
                    "found fenced by number " + standing,
                    snapshot.generation(),
                    true);
        } else if (!body.act().equals(PUT_BACK) || intent.shared().isEmpty()) {
            String why = "found not done: the workload asks for " + snapshot.image();
            end(intent, "not-done", why, snapshot.generation(), true);
        }
    }

    private static String nextName(String restsOn, Records known) {
        String prefix = "step-" + restsOn + "-";
        long n =
                known.of(RecordBody.Step.class).stream()
                        .filter(step -> step.name().startsWith(prefix))
                        .count();
        return RecordNames.step(restsOn, (int) n + 1);
    }

    private JournalStep local(Intent intent) {
        return new JournalStep(
                environment,
                intent.name(),
                intent.body().service(),
                intent.promotion().isEmpty() ? null : environment + "/" + intent.promotion(),
                cluster.whoAmI().username(),
                cluster.now(),
                RecordJson.tree(intent.body()));
    }
}
