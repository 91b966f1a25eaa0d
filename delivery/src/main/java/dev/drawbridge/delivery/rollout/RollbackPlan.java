package dev.drawbridge.delivery.rollout;

import dev.drawbridge.delivery.workload.WorkloadPlace;
import java.util.List;
import java.util.Optional;

/**
 * What a rollback would do, before it does it.
 *
 * @param place the workload
 * @param revision the Deployment's revision that is put back
 * @param from the image that runs
 * @param to the image that is put back
 * @param free whether it may go without a promotion
 * @param why why it may, or may not, in one sentence
 * @param ends id of the promotion under way that it ends, if there is one
 * @param changes what else is different from when {@code to} ran: config, secret references, the
 *     rest of the template; each a sentence. It stays as it is unless asked for
 */
public record RollbackPlan(
        WorkloadPlace place,
        long revision,
        String from,
        String to,
        boolean free,
        String why,
        Optional<String> ends,
        List<String> changes) {
    public RollbackPlan {
        changes = List.copyOf(changes);
    }
}
