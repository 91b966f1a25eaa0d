package dev.drawbridge.app.cli.rollout;

import dev.drawbridge.app.cli.desk.DeskCommand;
import dev.drawbridge.app.cli.desk.Interrupts;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.cli.view.Endings;
import dev.drawbridge.app.cli.view.Following;
import dev.drawbridge.app.cli.view.GateResult;
import dev.drawbridge.app.cli.view.GateView;
import dev.drawbridge.app.output.Answer;
import dev.drawbridge.app.output.Cell;
import dev.drawbridge.app.output.Page;
import dev.drawbridge.app.output.Sheet;
import dev.drawbridge.app.output.Tone;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.gate.Judged;
import dev.drawbridge.delivery.promotion.Drives;
import dev.drawbridge.delivery.promotion.Grants;
import dev.drawbridge.delivery.rollout.RolloutEvents;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rollout drive}. */
@Command(
        name = "drive",
        description =
                "Drives a promotion whose driver is gone. Without an ID drives whatever needs a driver, and takes up"
                        + " new candidates where an environment says promote: auto, until it is stopped (Ctrl-C).")
public final class RolloutDriveCommand extends DeskCommand {

    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(2);

    /** What was taken up, oldest first. */
    public record Result(List<Taken> taken) {}

    /**
     * One promotion and how it went; or a rollback that was taken up, or a service that came to
     * neither.
     *
     * @param gate why the gate kept it out, with an ID; null where it didn't
     */
    public record Taken(String id, String ending, String why, @Nullable GateResult gate) {}

    @Parameters(
            arity = "0..1",
            paramLabel = "ID",
            description = "The promotion, <environment>/<request>.")
    @Nullable String id;

    @Option(names = "--once", description = "One round instead of until it is stopped.")
    boolean once;

    public RolloutDriveCommand(Workbench bench) {
        super(bench);
    }

    @Override
    public Answer run() {
        RolloutEvents events = new Following(bench().printer(), bench().surroundings().clock());
        return id == null ? rounds(events) : one(id, events);
    }

    private Answer one(String promotion, RolloutEvents events) {
        long start = System.nanoTime();
        try {
            Drives.Taken taken = bench().workflow().drives().one(promotion, events);
            double seconds = (System.nanoTime() - start) / 1e9;
            bench().metrics().rolled("promotion", taken.ending(), seconds);
            return answer(taken.ending(), List.of(taken));
        } catch (Grants.GateClosed e) {
            return closed(promotion, e.judged());
        }
    }

    /** The gate kept it out: what it found. */
    private static Answer closed(String id, Judged judged) {
        GateResult gate = GateResult.of(judged.input(), judged.verdict(), judged.assessment());
        Ending ending = Ending.of(judged.verdict().level());
        Taken taken = new Taken(id, word(ending), GateView.sentence(gate), gate);
        return Answer.of(
                ending,
                new Result(List.of(taken)),
                GateView.show(new Page().head("Not promoted: " + id), gate),
                sheet(List.of(taken)),
                "drawbridge rollout show " + id);
    }

    /** Being stopped is how it is meant to end. What stays as it was is told once. */
    private Answer rounds(RolloutEvents events) {
        Map<String, Drives.Taken> last = new LinkedHashMap<>();
        Drives drives = bench().workflow().drives();
        try {
            do {
                long start = System.nanoTime();
                List<Drives.Taken> taken = drives.round(events);
                double seconds = (System.nanoTime() - start) / 1e9;
                for (Drives.Taken each : taken) {
                    if (!each.equals(last.put(each.id(), each))) {
                        bench().printer().progress(each.id() + ": " + each.why());
                        bench().metrics().rolled("promotion", each.ending(), seconds);
                    }
                }
                if (!once) {
                    bench().surroundings().pace().await(BETWEEN_ROUNDS);
                }
            } while (!once);
        } catch (RuntimeException e) {
            if (!Interrupts.caused(e)) {
                throw e;
            }
            bench().printer().progress(Interrupts.sentence());
            return answer(Ending.DONE, List.copyOf(last.values()));
        }
        List<Drives.Taken> all = List.copyOf(last.values());
        return answer(Endings.first(all.stream().map(Drives.Taken::ending).toList()), all);
    }

    private static Answer answer(Ending ending, List<Drives.Taken> taken) {
        List<Taken> lines =
                taken.stream()
                        .map(t -> new Taken(t.id(), word(t.ending()), t.why(), null))
                        .toList();
        Page page =
                new Page()
                        .head(
                                lines.isEmpty()
                                        ? "Nothing needed a driver."
                                        : lines.size() + " taken up.");
        if (!lines.isEmpty()) {
            page.gap().sheet(sheet(lines));
        }
        return Answer.of(ending, new Result(lines), page, sheet(lines));
    }

    private static Sheet sheet(List<Taken> taken) {
        Sheet.Builder rows = Sheet.of("promotion", "ended", "why");
        taken.forEach(t ->
                rows.row(
                        Cell.of(t.id()),
                        Cell.of(
                                t.ending(),
                                t.ending().equals(word(Ending.DONE)) ? Tone.GOOD : Tone.BLOCKED),
                        Cell.of(t.why())));
        return rows.build();
    }

    private static String word(Ending ending) {
        return ending.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
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
