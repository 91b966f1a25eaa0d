package dev.drawbridge.app.cli.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.app.cli.desk.DeskCommand;
import dev.drawbridge.app.cli.desk.UsageException;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.output.Answer;
import dev.drawbridge.app.output.Cell;
import dev.drawbridge.app.output.Page;
import dev.drawbridge.app.output.Sheet;
import dev.drawbridge.app.output.Tone;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.policies.Catalogue;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code policy explain RULE}. */
@Command(
        name = "explain",
        description =
                "Explains a rule: what it asks, why, how to satisfy it, which controls it speaks for, and its"
                        + " parameters.")
public final class PolicyExplainCommand extends DeskCommand {

    /** One rule. */
    public record Result(
            String id,
            String title,
            String description,
            String remedy,
            List<String> controls,
            List<String> depends,
            List<Parameter> parameters,
            @Nullable Instant effectiveOn) {}

    /** A setting of the rule. */
    public record Parameter(String name, String type, JsonNode standard, String meaning) {}

    @Parameters(paramLabel = "RULE", description = "The rule's id, such as vuln.no_blocking_cve.")
    String rule = "";

    public PolicyExplainCommand(Workbench bench) {
        super(bench);
    }

    @Override
    public Answer run() {
        Catalogue catalogue = Catalogue.bundled();
        Catalogue.Rule found =
                catalogue
                        .rule(rule)
                        .orElseThrow(() ->
                                new UsageException(
                                        "There is no rule '"
                                                + rule
                                                + "' in this build; `drawbridge policy"
                                                + " list` shows those there are."));
        Page page =
                new Page()
                        .head(found.id() + ": " + found.title())
                        .gap()
                        .block(found.description().strip())
                        .section("To satisfy it")
                        .line(found.remedy())
                        .line("Where it can't tell: " + found.remedyCantTell());
        if (!found.controls().isEmpty()) {
            page.section("Provides evidence for").block(String.join("\n", found.controls()));
        }
        if (!found.depends().isEmpty()) {
            page.gap()
                    .line(
                            Tone.QUIET,
                            "Its level rests on "
                                    + String.join(" and ", found.depends())
                                    + ", so these alone can change it without a new approval.");
        }
        if (!found.parameters().isEmpty()) {
            Sheet.Builder rows = Sheet.of("parameter", "type", "standard", "meaning");
            found.parameters()
                    .forEach(p ->
                            rows.row(
                                    Cell.of(p.name()),
                                    Cell.of(p.type()),
                                    Cell.of(p.fallback().toString()),
                                    Cell.of(p.meaning())));
            page.section("Parameters").sheet(rows.build());
        }
        return Answer.of(Ending.DONE, result(found), page);
    }

    private static Result result(Catalogue.Rule rule) {
        return new Result(
                rule.id(),
                rule.title(),
                rule.description(),
                rule.remedy(),
                rule.controls(),
                rule.depends(),
                rule.parameters().stream()
                        .map(p -> new Parameter(p.name(), p.type(), p.fallback(), p.meaning()))
                        .toList(),
                rule.effectiveOn() == null ? null : Instant.ofEpochSecond(rule.effectiveOn()));
    }

    @Override
    public Class<Result> resultType() {
        return Result.class;
    }
}
