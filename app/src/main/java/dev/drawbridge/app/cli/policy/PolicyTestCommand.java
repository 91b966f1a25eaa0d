package dev.drawbridge.app.cli.policy;

import dev.drawbridge.app.cli.desk.DeskCommand;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.cli.view.GateResult;
import dev.drawbridge.app.output.Answer;
import dev.drawbridge.app.output.Cell;
import dev.drawbridge.app.output.Page;
import dev.drawbridge.app.output.Sheet;
import dev.drawbridge.app.output.Words;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.policies.Corpus;
import dev.drawbridge.policies.EngineInfo;
import dev.drawbridge.policies.PolicyEngine;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code policy test}. */
@Command(
        name = "test",
        description =
                "Judges the pack's own examples with the engine in use (the workspace's, or the embedded one where there is"
                        + " no workspace) and compares what each rule says with what is expected of it.")
public final class PolicyTestCommand extends DeskCommand {

    /**
     * How it went.
     *
     * @param engine embedded or opa
     * @param address where the OPA is; null for the embedded engine
     */
    public record Result(
            String engine,
            String version,
            @Nullable String address,
            String pack,
            int examples,
            List<Difference> differences) {}

    /**
     * An example that came out otherwise.
     *
     * @param expected as JSON has levels: {@code fine}, {@code cant-tell} …
     * @param found alike; null where the rule said nothing
     */
    public record Difference(
            String example, String rule, String expected, @Nullable String found) {}

    public PolicyTestCommand(Workbench bench) {
        super(bench);
    }

    @Override
    public Answer run() {
        PolicyEngine engine = bench().engine();
        List<Corpus.Difference> found = Corpus.differences(engine);
        List<Difference> differences =
                found.stream()
                        .map(d ->
                                new Difference(
                                        d.example(),
                                        d.rule(),
                                        GateResult.word(d.expected()),
                                        d.found() == null ? null : GateResult.word(d.found())))
                        .toList();
        EngineInfo info = engine.info();
        Result result =
                new Result(
                        info.kind(),
                        info.version(),
                        info.claimedBy() == null ? null : info.claimedBy().toString(),
                        info.packDigest(),
                        Corpus.size(),
                        differences);
        Sheet.Builder rows = Sheet.of("example", "rule", "expected", "found");
        found.forEach(d ->
                rows.row(
                        Cell.of(d.example()),
                        Cell.of(d.rule()),
                        Cell.of(d.expected().words()),
                        Cell.of(d.found() == null ? "nothing" : d.found().words())));
        Page page = new Page().head(sentence(result));
        page.line(
                "Judged by "
                        + (result.address() == null
                                ? "the embedded engine"
                                : "the OPA at " + result.address())
                        + " ("
                        + result.version()
                        + ") with pack "
                        + Cell.shortDigest(result.pack())
                        + ".");
        if (!differences.isEmpty()) {
            page.gap().sheet(rows.build());
        }
        return Answer.of(
                differences.isEmpty() ? Ending.DONE : Ending.FAILED, result, page, rows.build());
    }

    private static String sentence(Result result) {
        long otherwise = result.differences().stream().map(Difference::example).distinct().count();
        return otherwise == 0
                ? "All " + Words.count(result.examples(), "example") + " came out as expected."
                : otherwise
                        + " of "
                        + Words.count(result.examples(), "example")
                        + " came out otherwise than expected.";
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
