package dev.drawbridge.app.cli.history;

import dev.drawbridge.app.cli.desk.DeskCommand;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.output.Answer;
import dev.drawbridge.app.output.Cell;
import dev.drawbridge.app.output.Page;
import dev.drawbridge.app.output.Sheet;
import dev.drawbridge.app.output.Tone;
import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.delivery.Desk;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.history.HistorySync;
import dev.drawbridge.delivery.workspace.Environment;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code history sync}. */
@Command(
        name = "sync",
        description =
                "Brings what other desks did, and what ran before Drawbridge came, into this desk's history. May be"
                        + " repeated.")
public final class HistorySyncCommand extends DeskCommand {

    /** What each environment gave. */
    public record Result(String history, List<Synced> environments) {}

    /**
     * One environment.
     *
     * @param added how many records and revisions were new to this history
     * @param unreadable what couldn't be read, each a sentence
     */
    public record Synced(
            String environment, int records, int revisions, int added, List<String> unreadable) {}

    public HistorySyncCommand(Workbench bench) {
        super(bench);
    }

    @Override
    public Answer run() {
        Desk desk = bench().desk();
        HistorySync sync = new HistorySync(desk.history());
        List<Synced> all = new ArrayList<>();
        for (Environment environment : bench().workspace().order()) {
            all.add(sync(sync, desk, environment));
        }
        Sheet.Builder rows = Sheet.of("environment", "records", "revisions", "new", "unreadable");
        all.forEach(s ->
                rows.row(
                        Cell.of(s.environment()),
                        Cell.of(s.records()),
                        Cell.of(s.revisions()),
                        Cell.of(s.added()),
                        Cell.of(s.unreadable().size())));
        List<String> unreadable = all.stream().flatMap(s -> s.unreadable().stream()).toList();
        int added = all.stream().mapToInt(Synced::added).sum();
        Page page =
                new Page()
                        .head(
                                added == 0
                                        ? "This desk's history has all there is."
                                        : added + " things were new to this history.")
                        .gap()
                        .sheet(rows.build());
        unreadable.forEach(why -> page.line(Tone.WAITING, why));
        return Answer.of(
                unreadable.isEmpty() ? Ending.DONE : Ending.CANT_TELL,
                new Result(bench().historyFile().toString(), all),
                page,
                rows.build());
    }

    private Synced sync(HistorySync sync, Desk desk, Environment environment) {
        try {
            HistorySync.Synced s =
                    sync.sync(desk.site(environment.name()), bench().workspace().services());
            return new Synced(
                    s.environment(), s.records(), s.revisions(), s.added(), s.unreadable());
        } catch (ConnectorException e) {
            return new Synced(environment.name(), 0, 0, 0, List.of(String.valueOf(e.getMessage())));
        }
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
