package dev.drawbridge.connector.git;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One commit.
 *
 * @param id full, hexadecimal
 * @param coAuthors of its {@code Co-authored-by} lines, wherever they stand in the message
 * @param subject the message's first line
 * @param time the committer's
 * @param paths what it changes against its parent, of a merge what differs from all its parents
 * @param parents how many; more than one is a merge
 * @param mergedBy the merge that brought it into the first-parent line of the newer revision; null
 *     where it lies on that line itself
 */
public record Commit(
        String id,
        GitPerson author,
        GitPerson committer,
        List<GitPerson> coAuthors,
        String subject,
        Instant time,
        List<String> paths,
        int parents,
        @Nullable Merge mergedBy) {
    public Commit {
        coAuthors = List.copyOf(coAuthors);
        paths = List.copyOf(paths);
    }
}
