package dev.drawbridge.delivery.gate;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordKind;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.delivery.workspace.Environment;
import dev.drawbridge.policies.GateInput.Entitled;
import io.fabric8.kubernetes.api.model.authorization.v1.LocalSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.LocalSubjectAccessReviewBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Whether who approved may still approve, asked of the API server when the approval is counted. It
 * speaks of the user and the groups that the record holds: who left a group since is known to the
 * identity provider alone. Blocks.
 */
final class Entitlements {
    private Entitlements() {}

    /**
     * @param why one sentence; null where there is nothing to say
     */
    record Answer(Entitled entitled, @Nullable String why) {}

    /**
     * Asks.
     *
     * @param held whether the cluster held the approval to its maker, and so to a right to make it;
     *     where it doesn't, nobody was ever given that right and there is none to lose
     * @param decides whether something is granted or done on the answer
     */
    static Answer of(
            Site site, ReleaseRecord<RecordBody.Approval> approval, boolean held, boolean decides) {
        if (!held) {
            return new Answer(Entitled.UNASKED, null);
        }
        String namespace = site.records().namespace();
        try {
            LocalSubjectAccessReview answer =
                    site.cluster()
                            .read(
                                    "ask whether "
                                            + approval.who()
                                            + " may still approve in namespace "
                                            + namespace,
                                    k ->
                                            k.authorization()
                                                    .v1()
                                                    .localSubjectAccessReview()
                                                    .inNamespace(namespace)
                                                    .create(review(approval, namespace)));
            return answer(answer, namespace);
        } catch (ConnectorException e) {
            return e.kind() == ConnectorException.Kind.DENIED
                    ? mayNotAsk(site.environment(), decides, e)
                    : new Answer(Entitled.UNKNOWN, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Who only looks may rely on the workspace's word. Who decides in a protected environment may
     * not, where its cluster holds people to their rights.
     */
    private static Answer mayNotAsk(
            Environment environment, boolean decides, ConnectorException e) {
        return decides && environment.protectedEnv() && !environment.records().onTrust()
                ? new Answer(
                        Entitled.UNKNOWN,
                        e.getMessage()
                                + " `drawbridge cluster setup -e "
                                + environment.name()
                                + " --apply` gives the right to ask to those who grant or act.")
                : new Answer(Entitled.UNASKED, String.valueOf(e.getMessage()));
    }

    private static LocalSubjectAccessReview review(
            ReleaseRecord<RecordBody.Approval> approval, String namespace) {
        return new LocalSubjectAccessReviewBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .withUser(approval.who())
                .withGroups(approval.groups())
                .withNewResourceAttributes()
                .withNamespace(namespace)
                .withVerb("create")
                .withGroup("drawbridge.dev")
                .withResource(RecordKind.APPROVAL.label())
                .endResourceAttributes()
                .endSpec()
                .build();
    }

    /** A no beside an authoriser's failure isn't an answer. */
    private static Answer answer(LocalSubjectAccessReview review, String namespace) {
        var status = review.getStatus();
        if (status != null && Boolean.TRUE.equals(status.getAllowed())) {
            return new Answer(Entitled.YES, null);
        }
        String failure = status == null ? "it answered nothing" : status.getEvaluationError();
        return failure == null || failure.isEmpty()
                ? new Answer(
                        Entitled.NO,
                        "the API server says that they and the groups they approved with have no right to it in namespace "
                                + namespace)
                : new Answer(Entitled.UNKNOWN, "the API server can't tell: " + failure);
    }
}
