package dev.drawbridge.delivery.promotion;

import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.delivery.workspace.GatePlan;
import dev.drawbridge.delivery.workspace.Person;
import dev.drawbridge.delivery.workspace.Workspace;
import java.util.List;
import java.util.Optional;

/** Who is behind a cluster's user, as the workspace knows people. */
final class Identities {
    private final Workspace workspace;

    Identities(Workspace workspace) {
        this.workspace = workspace;
    }

    /** The person a cluster user is; empty where nobody of the workspace is it. */
    Optional<Person> person(String user) {
        return workspace.people().stream().filter(p -> p.cluster().contains(user)).findFirst();
    }

    /** Whether two users are one: the same name, or two names of one person. */
    boolean same(String one, String other) {
        return one.equals(other) || person(one).isPresent() && person(one).equals(person(other));
    }

    /** Who, in words: {@code Rita R. (rita@shop)}. */
    String words(String user) {
        return person(user).map(p -> p.name() + " (" + user + ")").orElse(user);
    }

    /** The approvals of others than the one who asked. */
    List<ReleaseRecord<RecordBody.Approval>> others(Promotion promotion) {
        return promotion.approvals().stream()
                .filter(a -> !same(a.who(), promotion.request().who()))
                .toList();
    }

    /** Which approvals are still needed beside these, each in words; empty where none is. */
    List<String> stillNeeded(
            List<ReleaseRecord<RecordBody.Approval>> approvals, List<GatePlan.ApprovalRule> rules) {
        return rules.stream()
                .filter(rule -> counted(approvals, rule) < rule.count())
                .map(rule ->
                        (rule.count() - counted(approvals, rule))
                                + " more of "
                                + String.join(" or ", rule.groups()))
                .toList();
    }

    private long counted(
            List<ReleaseRecord<RecordBody.Approval>> approvals, GatePlan.ApprovalRule rule) {
        return approvals.stream()
                .filter(a -> a.groups().stream().anyMatch(rule.groups()::contains))
                .map(a -> person(a.who()).map(Person::name).orElse(a.who()))
                .distinct()
                .count();
    }
}
