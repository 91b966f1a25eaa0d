package dev.drawbridge.app.cli.rollout;

import dev.drawbridge.app.cli.desk.DeskCommand;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.output.Answer;
import dev.drawbridge.app.output.Page;
import dev.drawbridge.app.output.Tone;
import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.promotion.Promotion;
import dev.drawbridge.delivery.promotion.Promotions;
import dev.drawbridge.delivery.workspace.Environment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rollout list}. */
@Command(
        name = "list",
        description =
                "Lists the promotions on record, newest first: asked, granted, on their way, ended.")
public final class RolloutListCommand extends DeskCommand {

    /**
     * The promotions.
     *
     * @param unreadable environments that couldn't be read, each a sentence
     */
    public record Result(List<PromotionLine> promotions, List<String> unreadable) {}

    @Option(
            names = {"-e", "--environment"},
            paramLabel = "ENV",
            description = "Only of this environment.")
    @Nullable String environment;

    @Option(names = "--service", paramLabel = "SERVICE", description = "Only of this service.")
    @Nullable String service;

    @Option(
            names = "--all",
            description = "Those that are over too. Without it: the last of each service is shown.")
    boolean all;

    public RolloutListCommand(Workbench bench) {
        super(bench);
    }

    @Override
    public Answer run() {
        List<Environment> environments =
                environment == null
                        ? bench().workspace().order()
                        : List.of(bench().environment(environment));
        Optional.ofNullable(service).ifPresent(bench()::service);
        Promotions promotions = new Promotions(bench().desk());
        List<PromotionLine> lines = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        for (Environment each : environments) {
            try {
                lines.addAll(chosen(promotions.all(bench().desk().site(each.name()))));
            } catch (ConnectorException e) {
                unreadable.add(String.valueOf(e.getMessage()));
            }
        }
        return Answer.of(
                unreadable.isEmpty() ? Ending.DONE : Ending.CANT_TELL,
                new Result(lines, unreadable),
                page(lines, unreadable),
                PromotionLine.sheet(lines),
                lines.stream()
                        .filter(PromotionLine::isOpen)
                        .findFirst()
                        .map(line -> "drawbridge rollout show " + line.id())
                        .orElse("drawbridge releases"));
    }

    private List<PromotionLine> chosen(List<Promotion> newestFirst) {
        List<PromotionLine> lines = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        for (Promotion promotion : newestFirst) {
            String of = promotion.request().body().service();
            boolean wanted = service == null || service.equals(of);
            boolean last = !seen.contains(of);
            seen.add(of);
            if (wanted && (all || last || !promotion.phase().isOver())) {
                lines.add(PromotionLine.of(promotion));
            }
        }
        return lines;
    }

    private static Page page(List<PromotionLine> lines, List<String> unreadable) {
        long open = lines.stream().filter(PromotionLine::isOpen).count();
        Page page =
                new Page()
                        .head(
                                open == 0
                                        ? "No promotion is on its way."
                                        : open == 1
                                                ? "1 promotion is on its way."
                                                : open + " promotions are on their way.");
        unreadable.forEach(why -> page.line(Tone.WAITING, "Can't tell everywhere: " + why));
        if (!lines.isEmpty()) {
            page.gap().sheet(PromotionLine.sheet(lines));
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
