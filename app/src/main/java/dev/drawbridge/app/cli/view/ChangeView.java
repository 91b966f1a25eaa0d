package dev.drawbridge.app.cli.view;

import dev.drawbridge.app.output.Page;
import dev.drawbridge.app.output.Tone;
import dev.drawbridge.app.output.Words;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What would change, as a person reads it before saying yes: how much, by whom, and what. */
public final class ChangeView {

    private static final int MOST_COMMITS = 10;
    private static final int MOST_AUTHORS = 6;

    private ChangeView() {}

    /**
     * Adds the change to a page.
     *
     * @param title says whose word it is
     * @param from the image that runs, or ran; null where nothing did
     */
    public static void show(Page page, String title, ChangeResult change, @Nullable String from) {
        page.section(title);
        if (!change.known()) {
            page.line(Tone.WAITING, "  not known: " + change.why());
            return;
        }
        page.line("  " + sentence(change, from));
        change.commits().stream().limit(MOST_COMMITS).forEach(c -> page.line("  " + commit(c)));
        int more = change.count() - MOST_COMMITS;
        if (more > 0) {
            page.line(Tone.QUIET, "  and " + more + " more: git log " + range(change));
        }
    }

    private static String sentence(ChangeResult change, @Nullable String from) {
        if (change.count() == 0) {
            return "no commit of this service lies between what runs and this ("
                    + range(change)
                    + ")";
        }
        return Words.count(change.count(), "commit")
                + " by "
                + authors(change)
                + (change.first()
                        ? (from == null
                                        ? "; nothing ran there before"
                                        : "; what runs names no commit")
                                + ", so it is the image's own commit"
                        : " (" + range(change) + ")");
    }

    private static String authors(ChangeResult change) {
        List<ChangeResult.Author> authors = change.authors();
        String named =
                authors.stream()
                        .limit(MOST_AUTHORS)
                        .map(a ->
                                a.name()
                                        + (a.bot() ? ", a bot" : "")
                                        + (change.count() == 1 || authors.size() == 1
                                                ? ""
                                                : " (" + a.commits() + ")"))
                        .collect(Collectors.joining(", "));
        int more = authors.size() - MOST_AUTHORS;
        return more > 0 ? named + " and " + Words.count(more, "other") : named;
    }

    private static String commit(ChangeResult.CommitLine commit) {
        String merged = commit.mergedBy();
        return brief(commit.id())
                + "  "
                + (commit.subject() == null ? "(subject not known)" : commit.subject())
                + "  – "
                + String.join(", ", commit.authors())
                + (merged == null || commit.authors().contains(merged)
                        ? ""
                        : ", merged by " + merged);
    }

    private static String range(ChangeResult change) {
        return change.base() == null
                ? brief(change.head())
                : brief(change.base()) + ".." + brief(change.head());
    }

    private static String brief(@Nullable String id) {
        return id == null ? "?" : id.substring(0, Math.min(7, id.length()));
    }
}
