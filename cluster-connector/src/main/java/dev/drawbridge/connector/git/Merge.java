package dev.drawbridge.connector.git;

/** The merge commit that brought a commit into the main line. */
public record Merge(String id, GitPerson author, GitPerson committer) {}
