package dev.drawbridge.delivery.promotion;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.delivery.Desk;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.Refused;
import dev.drawbridge.delivery.gate.Judged;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordNames;
import dev.drawbridge.delivery.records.RecordStore;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.policies.GateInput;
import dev.drawbridge.policies.GateInput.Entitled;
import dev.drawbridge.policies.Level;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Saying yes or no to a request, in one's own name. Blocks on the network. */
public final class Approvals {
    private final Promotions promotions;
    private final Grants grants;
    private final Identities identities;

    public Approvals(Desk desk, Promotions promotions, Grants grants) {
        this.promotions = promotions;
        this.grants = grants;
        this.identities = new Identities(desk.workspace());
    }

    /**
     * What an approval would be of, before it is made.
     *
     * @param judged the gate now, with the approvals there are
     */
    public record Preview(Promotions.Found found, Judged judged) {
        /** Whether the request was made on another assessment than today's. */
        public boolean changed() {
            return !judged.assessment()
                    .hash()
                    .equals(found.promotion().request().body().assessment());
        }
    }

    /**
     * An approval that was made.
     *
     * @param grant the grant it completed; empty where more is needed
     * @param waits what is still needed, in words; empty where nothing is
     * @param judged the gate with it
     */
    public record Approved(
            Promotions.Found found,
            ReleaseRecord<RecordBody.Approval> approval,
            Optional<ReleaseRecord<RecordBody.Grant>> grant,
            List<String> waits,
            Judged judged) {
        /** How it ends for the one who approved. */
        public Ending ending() {
            return grant.isPresent()
                    ? Ending.DONE
                    : Ending.of(Level.worst(List.of(judged.verdict().level(), Level.WAITS)));
        }
    }

    /**
     * A no that was said.
     *
     * @param word {@code refused}, {@code withdrawn} by who asked, or {@code ended}
     * @param record the refusal or the end
     */
    public record No(String word, ReleaseRecord<? extends RecordBody> record) {}

    /** The request and today's gate; nothing is written. */
    public Preview preview(String id) {
        Promotions.Found found = promotions.find(id);
        found.requireReadable();
        return new Preview(found, grants.preview(found));
    }

    /**
     * Approves, and grants when that completes what is needed.
     *
     * @throws Refused where the request is over, is one's own, or was made on another assessment
     */
    public Approved approve(String id) {
        Preview preview = preview(id);
        Promotion promotion = preview.found().promotion();
        String me = preview.found().site().cluster().whoAmI().username();
        requireOpen(promotion);
        if (promotions.standing(preview.found().site(), promotion).asked()) {
            throw new Refused(
                    Ending.DENIED,
                    "you ("
                            + me
                            + ") asked for "
                            + id
                            + ", and one's own approval doesn't count; it takes "
                            + stillNeeded(preview.found()));
        }
        AssessmentChange.requireNone(preview.found(), preview.judged());
        ReleaseRecord<RecordBody.Approval> made = write(preview.found(), me);
        try {
            return completed(promotions.find(id), made);
        } catch (ConnectorException e) {
            Refused halfway =
                    new Refused(
                            Ending.CANT_TELL,
                            "you approved "
                                    + id
                                    + ", on record as "
                                    + made.name()
                                    + ", but what it leads to can't be told: "
                                    + e.getMessage()
                                    + "; `drawbridge rollout show "
                                    + id
                                    + "` shows where it stands");
            halfway.initCause(e);
            throw halfway;
        }
    }

    private Approved completed(Promotions.Found now, ReleaseRecord<RecordBody.Approval> made) {
        Judged judged = grants.judge(now);
        Optional<ReleaseRecord<RecordBody.Grant>> grant = grants.tryGrant(now, judged);
        return new Approved(
                now,
                made,
                grant,
                identities.stillNeeded(
                        entitled(now.promotion(), judged),
                        now.site().environment().gate().approvals()),
                judged);
    }

    /**
     * Says no: the request ends. Who asked withdraws it; approvers and compliance refuse; an
     * operator ends it. A grant that it ends unused is void from then on.
     */
    public No refuse(String id, String reason) {
        Promotions.Found found = promotions.find(id);
        if (found.promotion().phase() != Promotion.Phase.GRANTED) {
            requireOpen(found.promotion());
        }
        String me = found.site().cluster().whoAmI().username();
        No no;
        if (me.equals(found.promotion().request().who())) {
            no = new No("withdrawn", end(found, reason));
        } else if (promotions.standing(found.site(), found.promotion()).endsOnly()) {
            no = new No("ended", end(found, reason));
        } else {
            no = new No("refused", refusal(found, reason));
        }
        grants.voidUnusedIfFree(promotions.find(id));
        return no;
    }

    private ReleaseRecord<RecordBody.End> end(Promotions.Found found, String reason) {
        ReleaseRecord<RecordBody.Request> request = found.promotion().request();
        return found.site()
                .records()
                .createOrFindOwn(
                        RecordNames.end(request.name()),
                        found.service().name(),
                        request.name(),
                        new RecordBody.End(request.ref(), reason),
                        RecordBody.End.class,
                        end -> request.isNamedBy(end.ends()));
    }

    private ReleaseRecord<RecordBody.Refusal> refusal(Promotions.Found found, String reason) {
        ReleaseRecord<RecordBody.Request> request = found.promotion().request();
        String me = found.site().cluster().whoAmI().username();
        return found.site()
                .records()
                .createOrFindOwn(
                        RecordNames.refusal(request.name(), me),
                        found.service().name(),
                        request.name(),
                        new RecordBody.Refusal(request.ref(), reason),
                        RecordBody.Refusal.class,
                        refusal -> request.isNamedBy(refusal.request()));
    }

    /** The object that would approve, for making it with {@code kubectl create -f -}. */
    public ConfigMap manifest(Promotions.Found found) {
        RecordStore store = found.site().records();
        ReleaseRecord<RecordBody.Request> request = found.promotion().request();
        String me = found.site().cluster().whoAmI().username();
        return store.manifest(
                RecordNames.approval(request.name(), me, request.body().assessment()),
                found.service().name(),
                request.name(),
                new RecordBody.Approval(request.ref(), request.body().assessment()));
    }

    /** Whose approvals are still needed, in words. */
    public String stillNeeded(Promotions.Found found) {
        List<String> needed =
                identities.stillNeeded(
                        identities.others(found.promotion()),
                        found.site().environment().gate().approvals());
        return needed.isEmpty() ? "nobody's approval" : String.join(" and ", needed);
    }

    /** Without those whose makers may no longer approve. */
    private List<ReleaseRecord<RecordBody.Approval>> entitled(Promotion promotion, Judged judged) {
        Set<String> gone =
                judged.input().approvals().stream()
                        .filter(a ->
                                a.entitled() == Entitled.NO || a.entitled() == Entitled.UNKNOWN)
                        .map(GateInput.Approval::record)
                        .collect(Collectors.toSet());
        return identities.others(promotion).stream().filter(a -> !gone.contains(a.name())).toList();
    }

    private ReleaseRecord<RecordBody.Approval> write(Promotions.Found found, String me) {
        ReleaseRecord<RecordBody.Request> request = found.promotion().request();
        return found.site()
                .records()
                .createOrFindOwn(
                        RecordNames.approval(request.name(), me, request.body().assessment()),
                        found.service().name(),
                        request.name(),
                        new RecordBody.Approval(request.ref(), request.body().assessment()),
                        RecordBody.Approval.class,
                        approval ->
                                request.isNamedBy(approval.request())
                                        && approval.assessment()
                                                .equals(request.body().assessment()));
    }

    private static void requireOpen(Promotion promotion) {
        if (promotion.phase() != Promotion.Phase.REQUESTED) {
            throw new Refused(
                    Ending.DENIED,
                    "promotion "
                            + promotion.id()
                            + " is "
                            + promotion.phase().words()
                            + ", so there is nothing to say yes or no to; `drawbridge rollout show "
                            + promotion.id()
                            + "` shows how it came to that");
        }
    }
}
