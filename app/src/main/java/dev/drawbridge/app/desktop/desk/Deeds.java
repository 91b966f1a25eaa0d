package dev.drawbridge.app.desktop.desk;

import dev.drawbridge.app.cli.view.Following;
import dev.drawbridge.app.desktop.look.Texts;
import dev.drawbridge.app.desktop.parts.ReleaseName;
import dev.drawbridge.app.desktop.work.Job;
import dev.drawbridge.app.desktop.work.Notice;
import dev.drawbridge.app.desktop.work.Problem;
import dev.drawbridge.app.desktop.work.Work;
import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.Refused;
import dev.drawbridge.delivery.promotion.Approvals;
import dev.drawbridge.delivery.promotion.RequestWords;
import dev.drawbridge.delivery.promotion.Requests;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.delivery.rollout.Progress;
import dev.drawbridge.delivery.rollout.RollbackPlan;
import dev.drawbridge.delivery.rollout.Rollbacks;
import dev.drawbridge.delivery.rollout.RolloutEvents;
import dev.drawbridge.delivery.workspace.Service;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a person does from any screen: each is a task of its own, and says in a sentence how it
 * ended. Used on the window's thread.
 */
public final class Deeds {
    private final OpenDesk desk;
    private final Work work;

    public Deeds(OpenDesk desk, Work work) {
        this.desk = desk;
        this.work = work;
    }

    /**
     * Where the end of a deed is told.
     *
     * @param told gets how it ended
     */
    public record Ears(Consumer<Notice> told) {
        private void done(Ending ending, String key, Object... values) {
            told.accept(new Notice(Texts.of(key, values), ending, true));
        }

        private void failed(Problem problem) {
            told.accept(Notice.failed(problem));
        }
    }

    /** Asks for a release of a digest. */
    public Job request(
            String service, String environment, Digest digest, RequestWords words, Ears ears) {
        return work.ask(
                Texts.of("deed.requesting", service, environment),
                step -> desk.workflow().requests().request(environment, service, digest, words),
                (Requests.Asked asked) -> ears.done(asked.ending(), "deed.requested", asked.id()),
                ears::failed);
    }

    /** Approves a promotion. */
    public Job approve(String id, Ears ears) {
        return work.ask(
                Texts.of("deed.approving", id),
                step -> desk.workflow().approvals().approve(id),
                (Approvals.Approved approved) -> {
                    if (approved.grant().isPresent()) {
                        ears.done(approved.ending(), "deed.granted", id);
                    } else if (approved.waits().isEmpty()) {
                        ears.done(approved.ending(), "deed.approved-shut", id);
                    } else {
                        ears.done(
                                approved.ending(),
                                "deed.approved",
                                id,
                                String.join(" and ", approved.waits()));
                    }
                },
                ears::failed);
    }

    /** Says no to a promotion, or withdraws one's own. */
    public Job refuse(String id, String reason, Ears ears) {
        return work.ask(
                Texts.of("deed.refusing", id),
                step -> desk.workflow().approvals().refuse(id, reason),
                (Approvals.No no) -> ears.done(Ending.DONE, "deed.refused", id, no.word()),
                ears::failed);
    }

    /**
     * Brings a promotion in, and follows it to its end.
     *
     * @param takeField takes the image field over from kubectl, Helm or CI
     */
    public Job promote(String id, boolean takeField, Ears ears) {
        return work.ask(
                Texts.of("deed.promoting", id),
                step -> desk.workflow().actions().promote(id, takeField, told(step)),
                (ReleaseRecord<RecordBody.Outcome> outcome) ->
                        ears.done(
                                outcome.body().result().equals("healthy")
                                        ? Ending.DONE
                                        : Ending.FAILED,
                                outcome.body().marked() == null
                                        ? "deed.promoted"
                                        : "deed.promoted-marked",
                                id,
                                outcome.body().result(),
                                outcome.body().why(),
                                String.valueOf(outcome.body().marked())),
                ears::failed);
    }

    /**
     * Puts back what a person was shown, and follows that to its end; refused where it would be
     * something else by now.
     */
    public Job rollBack(
            String service, String environment, RollbackPlan shown, String reason, Ears ears) {
        return work.ask(
                Texts.of("deed.rolling-back", service, environment),
                step -> {
                    Service of = desk.workflow().desk().service(service);
                    Rollbacks rollbacks =
                            desk.workflow().rollbacks(desk.workflow().desk().site(environment));
                    if (!rollbacks.preview(of, null).equals(shown)) {
                        throw new Refused(Ending.CANT_TELL, Texts.of("deed.plan-changed"));
                    }
                    return rollbacks.roll(of, shown, reason, List.of(), told(step));
                },
                (Rollbacks.Result rolled) ->
                        ears.done(
                                rolled.ending(),
                                rolled.progress().state() == Progress.State.HEALTHY
                                        ? "deed.rolled-back"
                                        : "deed.not-back",
                                service,
                                environment,
                                ReleaseName.brief(shown.to()),
                                rolled.progress().why(),
                                rolled.leftovers().orElse("")),
                ears::failed);
    }

    /** What a rollout tells, as steps of a task. */
    public static RolloutEvents told(Consumer<String> step) {
        return new RolloutEvents() {
            @Override
            public void step(String what) {
                step.accept(what);
            }

            @Override
            public void progress(Progress progress) {
                step.accept(Following.pods(progress));
            }
        };
    }
}
