package dev.drawbridge.app.cli.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.drawbridge.delivery.promotion.RecordedInputs;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordJson;
import dev.drawbridge.policies.GateInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The commits that a promotion brings in, as a program reads them.
 *
 * @param known false where the gate couldn't read them
 * @param why they aren't known; null where they are
 * @param base the commit that runs; null where it isn't known, or nothing runs
 * @param head the candidate's commit; null where its image doesn't say
 * @param first nothing runs, or what runs names no commit: the candidate's own commit is the change
 * @param count of the commits
 * @param authors authors and co-authors, those of most commits first
 * @param commits newest first
 */
public record ChangeResult(
        boolean known,
        @Nullable String why,
        @Nullable String base,
        @Nullable String head,
        boolean first,
        int count,
        List<Author> authors,
        List<CommitLine> commits) {

    /**
     * Who wrote some of it.
     *
     * @param name of a person of the workspace, else the address in Git
     * @param commits how many they wrote or had a part in
     */
    public record Author(String name, boolean bot, int commits) {}

    /**
     * One commit.
     *
     * @param subject null where the gate's input doesn't hold it
     * @param authors the author, then co-authors
     * @param mergedBy null where no merge commit shows who merged it
     */
    public record CommitLine(
            String id, @Nullable String subject, List<String> authors, @Nullable String mergedBy) {}

    /** As a gate saw it. */
    public static ChangeResult of(GateInput.Change change) {
        boolean known = change.state() == GateInput.State.READ;
        return new ChangeResult(
                known,
                known ? null : change.why() == null ? "the gate couldn't read it" : change.why(),
                change.base(),
                change.head(),
                change.firstPromotion(),
                change.commits().size(),
                authors(change.commits()),
                change.commits().stream().map(ChangeResult::line).toList());
    }

    /** The one part of a gate's input that is read here; the rest may be large. */
    private record Kept(GateInput.Change change) {}

    /** As it is kept with a record, whose maker may be anybody. */
    public static ChangeResult of(RecordBody.Input input) {
        try {
            byte[] json = RecordedInputs.inRecord(input);
            return of(
                    RecordJson.read(new String(json, StandardCharsets.UTF_8), Kept.class).change());
        } catch (JsonProcessingException e) {
            return unknown("the gate's input on record isn't what this version writes");
        } catch (IOException e) {
            return unknown("the gate's input on record can't be had: " + e.getMessage());
        }
    }

    private static ChangeResult unknown(String why) {
        return new ChangeResult(false, why, null, null, false, 0, List.of(), List.of());
    }

    private static List<Author> authors(List<GateInput.Commit> commits) {
        Map<String, Author> authors = new LinkedHashMap<>();
        for (GateInput.Commit commit : commits) {
            contributors(commit)
                    .map(c -> new Author(name(c), c.bot(), 1))
                    .distinct()
                    .forEach(one ->
                            authors.merge(
                                    one.name(),
                                    one,
                                    (a, b) -> new Author(a.name(), a.bot(), a.commits() + 1)));
        }
        List<Author> sorted = new ArrayList<>(authors.values());
        sorted.sort((a, b) -> Integer.compare(b.commits(), a.commits()));
        return List.copyOf(sorted);
    }

    private static CommitLine line(GateInput.Commit commit) {
        GateInput.Contributor merger = commit.mergedBy();
        return new CommitLine(
                commit.id(),
                commit.subject(),
                contributors(commit).map(ChangeResult::name).distinct().toList(),
                merger == null ? null : name(merger));
    }

    private static Stream<GateInput.Contributor> contributors(GateInput.Commit commit) {
        return Stream.concat(Stream.of(commit.author()), commit.coAuthors().stream());
    }

    private static String name(GateInput.Contributor contributor) {
        String person = contributor.person();
        return person != null
                ? person
                : contributor.email().isBlank()
                        ? "somebody without an address"
                        : contributor.email();
    }
}
