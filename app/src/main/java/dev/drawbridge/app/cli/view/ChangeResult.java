package dev.drawbridge.app.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordJson;
import dev.drawbridge.policies.GateInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The commits that a promotion brings in, as a program reads them.
 *
 * @param known false where the gate couldn't read them
 * @param why they aren't known; null where they are
 * @param base the commit that runs; null where it isn't known, or nothing ran before
 * @param head the candidate's commit; null where its image doesn't say
 * @param first nothing ran before: the candidate's own commit is the change
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

    private static final int MOST_UNPACKED = 64 * 1024 * 1024;

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

    /** As it is kept with a record. */
    public static ChangeResult of(RecordBody.Input input) {
        String gzip = input.gzip();
        if (gzip == null) {
            return unknown(
                    "the gate's input is too large for the record and lies beside the image, at "
                            + input.at());
        }
        try (GZIPInputStream in =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(gzip)))) {
            String text = new String(in.readNBytes(MOST_UNPACKED), StandardCharsets.UTF_8);
            JsonNode change = RecordJson.read(text, JsonNode.class).path("change");
            return change.isObject()
                    ? of(RecordJson.read(change.toString(), GateInput.Change.class))
                    : unknown("the gate's input on record names no change");
        } catch (IOException | IllegalArgumentException e) {
            return unknown("the gate's input on record can't be read");
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
