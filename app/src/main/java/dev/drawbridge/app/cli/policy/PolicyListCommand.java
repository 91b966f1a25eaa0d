package dev.drawbridge.app.cli.policy;

import dev.drawbridge.app.cli.desk.DeskCommand;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.output.Answer;
import dev.drawbridge.app.output.Cell;
import dev.drawbridge.app.output.Page;
import dev.drawbridge.app.output.Sheet;
import dev.drawbridge.app.output.Words;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.policies.Catalogue;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code policy list}. */
@Command(
        name = "list",
        description = "Lists the rules of this build and the collections that choose among them.")
public final class PolicyListCommand extends DeskCommand {

    /** The rules. */
    public record Result(String pack, List<Rule> rules, List<Collection> collections) {}

    /** One rule, and the collections it is in. */
    public record Rule(String id, String title, List<String> controls, List<String> collections) {}

    /**
     * One collection.
     *
     * @param missing rules that this build lacks; a collection that lacks any can't be used yet
     */
    public record Collection(String name, String title, List<String> rules, List<String> missing) {}

    public PolicyListCommand(Workbench bench) {
        super(bench);
    }

    @Override
    public Answer run() {
        Catalogue catalogue = Catalogue.bundled();
        List<Rule> rules =
                catalogue.rules().stream()
                        .map(r -> new Rule(r.id(), r.title(), r.controls(), in(catalogue, r.id())))
                        .toList();
        List<Collection> collections =
                catalogue.collections().stream()
                        .map(c ->
                                new Collection(
                                        c.name(), c.title(), c.rules(), catalogue.missing(c)))
                        .toList();
        Sheet.Builder rows = Sheet.of("rule", "title", "collections", "controls");
        rules.forEach(r ->
                rows.row(
                        Cell.of(r.id()),
                        Cell.of(r.title()),
                        Cell.of(String.join(" ", r.collections())),
                        Cell.of(String.join("; ", r.controls()))));
        Sheet.Builder chosen = Sheet.of("collection", "title", "rules");
        collections.forEach(c ->
                chosen.row(
                        Cell.of(c.name()),
                        Cell.of(c.title()),
                        Cell.of(
                                c.missing().isEmpty()
                                        ? String.valueOf(c.rules().size())
                                        : c.missing().size()
                                                + " of "
                                                + c.rules().size()
                                                + " not in this build yet")));
        Page page =
                new Page()
                        .head(
                                "This build carries "
                                        + Words.count(rules.size(), "rule")
                                        + ", pack "
                                        + Cell.shortDigest(catalogue.pack())
                                        + ".")
                        .gap()
                        .sheet(rows.build())
                        .gap()
                        .sheet(chosen.build());
        return Answer.of(
                Ending.DONE,
                new Result(catalogue.pack(), rules, collections),
                page,
                rows.build(),
                rules.isEmpty()
                        ? "drawbridge policy list"
                        : "drawbridge policy explain " + rules.getFirst().id());
    }

    private static List<String> in(Catalogue catalogue, String rule) {
        return catalogue.collections().stream()
                .filter(c -> c.rules().contains(rule))
                .map(Catalogue.Collection::name)
                .toList();
    }

    @Override
    public Class<Result> resultType() {
        return Result.class;
    }

    @Override
    public boolean hasRows() {
        return true;
    }
}
