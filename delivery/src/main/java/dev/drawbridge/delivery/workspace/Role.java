package dev.drawbridge.delivery.workspace;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What somebody may do in an environment; the workspace names the groups, {@code cluster setup}
 * binds them.
 */
public enum Role {
    /** Reads records and workloads and changes nothing. Every other role reads too. */
    READER("reader"),
    REQUESTER("requester"),
    APPROVER("approver"),
    COMPLIANCE("compliance"),
    OPERATOR("operator"),
    BREAK_GLASS("break-glass"),
    PLATFORM("platform");

    private final String word;

    Role(String word) {
        this.word = word;
    }

    /** The role's name in the workspace file and in the cluster. */
    public String word() {
        return word;
    }

    /** The role of that name. */
    public static Optional<Role> of(String word) {
        return Arrays.stream(values()).filter(r -> r.word.equals(word)).findFirst();
    }

    /** All names, in the file's usual order. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Role::word).toList();
    }
}
