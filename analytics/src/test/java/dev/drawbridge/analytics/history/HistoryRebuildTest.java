package dev.drawbridge.analytics.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class HistoryRebuildTest {
    /** What a desk or a sync may do, in any order, doubles and late facts included. */
    private record Act(int kind, int n, String word, long second) {}

    @Property(tries = 60)
    void aRebuildGivesTheSameTablesAsTheIncrements(@ForAll("acts") List<Act> acts)
            throws IOException, SQLException {
        Path folder = Files.createTempDirectory("history");
        Path file = folder.resolve("h.db");
        try (History history = History.open(file, Samples.DESK)) {
            acts.forEach(act -> perform(history, act));
            List<String> incremental = tables(file);
            history.rebuild();
            assertThat(tables(file)).isEqualTo(incremental);
            damage(file);
            history.rebuild();
            assertThat(tables(file)).isEqualTo(incremental);
        } finally {
            try (var left = Files.list(folder)) {
                for (Path f : left.toList()) {
                    Files.delete(f);
                }
            }
            Files.delete(folder);
        }
    }

    @Provide
    Arbitrary<List<Act>> acts() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.of("healthy", "failed", "rolled-back"),
                        Arbitraries.longs().between(1, 1000))
                .as(Act::new)
                .list()
                .ofMaxSize(30);
    }

    private static void perform(History history, Act act) {
        Instant at = Instant.ofEpochSecond(act.second());
        JournalStep step = Samples.step("step-" + act.n(), at);
        switch (act.kind()) {
            case 0 -> history.append(Samples.started("p/" + act.n(), at));
            case 1 -> history.append(Samples.ended("p/" + act.n(), act.word(), at));
            case 2 -> history.intent(step);
            case 3 -> history.settle(step, act.word(), at, Samples.JSON.createObjectNode());
            case 4 ->
                    history.keepAssessment(
                            Samples.assessment("h" + act.n(), "{\"n\":" + act.second() + "}", at));
            default ->
                    history.keepMark(
                            "production", new Mark("uid-" + act.n(), act.second(), act.n(), at));
        }
    }

    private static List<String> tables(Path file) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (var c = DriverManager.getConnection("jdbc:sqlite:" + file);
                var s = c.createStatement()) {
            for (String table : List.of("deployments", "journal_steps", "assessments", "marks")) {
                try (var r = s.executeQuery("SELECT * FROM " + table + " ORDER BY 1, 2, 3")) {
                    while (r.next()) {
                        StringBuilder row = new StringBuilder(table);
                        for (int i = 1; i <= r.getMetaData().getColumnCount(); i++) {
                            row.append('|').append(r.getString(i));
                        }
                        rows.add(row.toString());
                    }
                }
            }
        }
        return rows;
    }

    private static void damage(Path file) throws SQLException {
        try (var c = DriverManager.getConnection("jdbc:sqlite:" + file);
                var s = c.createStatement()) {
            s.executeUpdate("DELETE FROM deployments");
            s.executeUpdate("UPDATE journal_steps SET outcome = 'done'");
        }
    }
}
