package dev.drawbridge.delivery.gate;

import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.evidence.EvidenceCollector;
import dev.drawbridge.delivery.evidence.Parts;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordRef;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.policies.GateInput;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What is on record of a request, as the rules see it. */
final class RequestInputs {

    private final People people;

    RequestInputs(People people) {
        this.people = people;
    }

    /** The request, with what it listed and isn't offered any more. */
    GateInput.Request request(
            ReleaseRecord<RecordBody.Request> request,
            Predicate<Instant> holds,
            EvidenceCollector.Collected collected) {
        RecordBody.Request body = request.body();
        return new GateInput.Request(
                request.name(),
                request.uid(),
                request.sha256(),
                body.assessment(),
                request.who(),
                people.person(request.who()),
                people.kind(request.who()),
                !holds.test(request.created()),
                request.created().getEpochSecond(),
                body.reason(),
                body.ticket(),
                body.impact(),
                body.backOut(),
                List.of(),
                collected.gone(body.evidence()));
    }

    /** Its approvals, each maker's right to approve asked for now. */
    List<GateInput.Approval> approvals(
            Parts parts,
            Site site,
            @Nullable ReleaseRecord<RecordBody.Request> request,
            List<ReleaseRecord<RecordBody.Approval>> approvals,
            Predicate<Instant> holds,
            boolean decides) {
        List<Future<Entitlements.Answer>> asked =
                approvals.stream()
                        .map(a ->
                                parts.start(() ->
                                        Entitlements.of(site, a, holds.test(a.created()), decides)))
                        .toList();
        List<GateInput.Approval> found = new ArrayList<>();
        for (int i = 0; i < approvals.size(); i++) {
            Entitlements.Answer entitled =
                    parts.get(
                            asked.get(i),
                            "right to approve",
                            (state, why) ->
                                    new Entitlements.Answer(GateInput.Entitled.UNKNOWN, why));
            found.add(approval(approvals.get(i), request, holds, entitled));
        }
        return found;
    }

    private GateInput.Approval approval(
            ReleaseRecord<RecordBody.Approval> approval,
            @Nullable ReleaseRecord<RecordBody.Request> request,
            Predicate<Instant> holds,
            Entitlements.Answer entitled) {
        RecordRef names = approval.body().request();
        // A request deleted and made again has the same bytes and another uid: an approval of the
        // first is none of the second.
        boolean thisVeryObject = request == null || request.isNamedBy(names);
        return new GateInput.Approval(
                approval.name(),
                approval.who(),
                people.person(approval.who()),
                people.kind(approval.who()),
                approval.groups(),
                thisVeryObject ? names.sha256() : names.name() + "/" + names.uid(),
                approval.body().assessment(),
                approval.created().getEpochSecond(),
                !holds.test(approval.created()),
                entitled.entitled(),
                entitled.why());
    }
}
