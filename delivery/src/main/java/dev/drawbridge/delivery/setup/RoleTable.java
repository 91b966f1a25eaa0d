package dev.drawbridge.delivery.setup;

import dev.drawbridge.delivery.workspace.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which role makes which kind of record. A kind is also the name of the invented resource that a
 * role may create.
 */
public final class RoleTable {

    /** The kind of the records that say when the cluster was set up, restored or pruned. */
    public static final String UPKEEP = "upkeep";

    /** The kind of the records that hold a protected environment's gate. */
    public static final String PINS = "pins";

    /** Not a kind: the resource that stands for making and pruning the release list. */
    public static final String RELEASE_LIST = "release-list";

    private static final List<String> OPERATOR =
            List.of(
                    "request",
                    "grant",
                    "step",
                    "steer",
                    "rollback",
                    "outcome",
                    "checkpoint",
                    "desk",
                    "freeze",
                    "end");

    private RoleTable() {}

    /** The kinds that a role makes. */
    public static List<String> kinds(Role role) {
        return switch (role) {
            case READER -> List.of();
            case REQUESTER -> List.of("request", "waiver-request", "end");
            case APPROVER -> List.of("approval", "refusal", "grant");
            case OPERATOR -> OPERATOR;
            case COMPLIANCE ->
                    List.of(
                            "refusal",
                            "freeze",
                            "end",
                            "waiver-request",
                            "waiver",
                            "pins-proposal",
                            PINS,
                            "second-look");
            case BREAK_GLASS -> {
                List<String> kinds = new ArrayList<>(OPERATOR);
                kinds.addFirst("break-glass");
                yield List.copyOf(kinds);
            }
            case PLATFORM -> List.of(UPKEEP, PINS);
        };
    }

    /** Every kind there is, sorted. */
    public static SortedSet<String> allKinds() {
        SortedSet<String> all = new TreeSet<>();
        for (Role role : Role.values()) {
            all.addAll(kinds(role));
        }
        return all;
    }

    /** Whether the role changes entries of the release list and holds Leases. */
    static boolean acts(Role role) {
        return role == Role.APPROVER || role == Role.OPERATOR || role == Role.BREAK_GLASS;
    }

    /** Whether the role changes workloads. */
    static boolean changesWorkloads(Role role) {
        return role == Role.OPERATOR || role == Role.BREAK_GLASS;
    }
}
