package dev.drawbridge.delivery.workspace;

import org.jspecify.annotations.Nullable;

/**
 * One service: an image and the workload that runs it.
 *
 * @param name unique in the workspace
 * @param image its repository with host, without tag or digest
 * @param candidate what the first environment takes; null: only what is asked for by digest
 * @param source where its commits are; null: unknown, so that rules about the change can't tell
 * @param workload what runs it
 */
public record Service(
        String name,
        String image,
        @Nullable CandidateSource candidate,
        @Nullable SourceRef source,
        WorkloadRef workload) {

    /** The workload's name in an environment. */
    public String workloadName(Environment environment) {
        return workload.nameIn(environment);
    }

    /** The container's name in an environment. */
    public String containerName(Environment environment) {
        return workload.containerIn(environment);
    }

    /** Which of the repository's tags is the newest candidate. */
    public sealed interface CandidateSource {}

    /** What this tag points to. */
    public record ByTag(String tag) implements CandidateSource {}

    /**
     * The highest version among the tags that the range allows, such as {@code >=1} or {@code
     * 1.4.x}.
     */
    public record BySemver(String range) implements CandidateSource {}

    /**
     * A Git repository.
     *
     * @param git its address, or an absolute path on this machine
     * @param path only commits that touch it count; empty: all
     */
    public record SourceRef(String git, String path) {}
}
