package dev.drawbridge.app.cli.release;

import dev.drawbridge.app.cli.desk.DeskCommand;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.output.Answer;
import dev.drawbridge.app.output.Cell;
import dev.drawbridge.app.output.Page;
import dev.drawbridge.app.output.Sheet;
import dev.drawbridge.app.output.Tone;
import dev.drawbridge.app.output.Words;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.history.Changes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code changes}. */
@Command(
        name = "changes",
        description =
                "Lists changes of image or pod template that no promotion and no rollback made, from the ReplicaSets"
                        + " that the cluster still keeps.")
public final class ChangesCommand extends DeskCommand {

    /**
     * What was found.
     *
     * @param since counted are revisions made after it: those from before the environment's setup
     *     need no record
     * @param sinceWhy why it counts from then
     * @param revisions revisions looked at
     */
    public record Result(
            String environment,
            Instant since,
            String sinceWhy,
            int revisions,
            List<Change> changes) {}

    /** One change; {@code manager} is known only where its revision still stands. */
    public record Change(
            String service,
            long revision,
            Instant at,
            @Nullable String manager,
            String image,
            String diff) {}

    @Option(
            names = {"-e", "--environment"},
            required = true,
            paramLabel = "ENV",
            description = "The environment.")
    String environment = "";

    @Option(
            names = "--since",
            paramLabel = "DURATION",
            description = "How far back, such as 12h or 7d. Without it: 30d.")
    Duration since = Duration.ofDays(30);

    public ChangesCommand(Workbench bench) {
        super(bench);
    }

    @Override
    public Answer run() {
        Site site = bench().desk().site(bench().environment(environment).name());
        Changes.Report report =
                new Changes(site)
                        .report(bench().workspace().services(), site.cluster().now().minus(since));
        List<Change> changes =
                report.unrecorded().stream()
                        .map(c ->
                                new Change(
                                        c.service(),
                                        c.revision(),
                                        c.at(),
                                        c.manager(),
                                        c.image(),
                                        c.diff()))
                        .toList();
        Result result =
                new Result(
                        report.environment(),
                        report.since(),
                        report.sinceWhy(),
                        report.revisions(),
                        changes);
        Sheet.Builder rows = Sheet.of("at", "service", "revision", "manager", "change");
        changes.forEach(c ->
                rows.row(
                        Cell.time(c.at()),
                        Cell.of(c.service()),
                        Cell.of(c.revision()),
                        Cell.of(c.manager() == null ? "unknown" : c.manager()),
                        Cell.of(c.diff())));
        return Answer.of(Ending.DONE, result, page(result, rows.build()), rows.build());
    }

    private static Page page(Result result, Sheet rows) {
        int count = result.changes().size();
        Page page =
                new Page()
                        .head(
                                Words.count(count, "change")
                                        + " in "
                                        + result.environment()
                                        + (count == 1 ? " is" : " are")
                                        + " without a record.")
                        .line(
                                Tone.QUIET,
                                times ->
                                        Words.count(result.revisions(), "revision")
                                                + " since "
                                                + times.local(result.since())
                                                + " ("
                                                + result.sinceWhy()
                                                + ")"
                                                + (result.revisions() == 1 ? " was" : " were")
                                                + " looked at; what the cluster pruned can't be seen.");
        if (count > 0) {
            page.gap().sheet(rows);
        }
        return page;
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
