package dev.drawbridge.analytics.history;

import static dev.drawbridge.analytics.history.Samples.DESK;
import static dev.drawbridge.analytics.history.Samples.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    @TempDir Path folder;
    private History history;

    @BeforeEach
    void open() {
        history = History.open(folder.resolve("history.db"), DESK);
    }

    @AfterEach
    void close() {
        history.close();
    }

    @Test
    void tellsADeploymentFromItsTwoEvents() {
        history.append(Samples.started("p/1", T0));
        assertThat(history.deployments("checkout", "production"))
                .singleElement()
                .satisfies(d -> {
                    assertThat(d.outcome()).isNull();
                    assertThat(d.digest()).isEqualTo(Samples.DIGEST);
                });
        history.append(Samples.ended("p/1", "rolled-back", T0.plusSeconds(90)));
        assertThat(history.deployments("checkout", "production"))
                .containsExactly(
                        new Deployment(
                                "p/1",
                                "production",
                                "checkout",
                                Samples.DIGEST,
                                T0,
                                T0.plusSeconds(90),
                                "rolled-back",
                                "promotion",
                                "cluster-record"));
        assertThat(history.deployments("checkout", "staging")).isEmpty();
    }

    @Test
    void addsAKeyOnceAndSaysWhereTheSecondDiffers() {
        Appended first = history.append(Samples.ended("p/1", "healthy", T0));
        Appended again = history.append(Samples.ended("p/1", "healthy", T0));
        Appended other = history.append(Samples.ended("p/1", "failed", T0));
        assertThat(first.added()).isTrue();
        assertThat(again).isEqualTo(new Appended(first.id(), false, false));
        assertThat(other).isEqualTo(new Appended(first.id(), false, true));
        assertThat(history.events(0, 10)).hasSize(1);
        assertThat(history.deployments("checkout", "production").getFirst().outcome())
                .isEqualTo("healthy");
    }

    @Test
    void keepsServerTimeAndDeskTimeApart() {
        history.append(Samples.started("p/1", T0));
        StoredEvent stored = history.events(0, 1).getFirst();
        assertThat(stored.event().at()).isEqualTo(T0);
        assertThat(stored.recordedAt()).isEqualTo(DESK.instant());
    }

    @Test
    void aStepIsOpenUntilItIsSettledAndTheFirstWordStands() {
        JournalStep step = Samples.step("step-1", T0);
        history.intent(step);
        assertThat(history.openIntents()).containsExactly(step);
        var result = Samples.JSON.createObjectNode().put("generation", 2);
        assertThat(history.settle(step, "done", T0.plusSeconds(1), result).added()).isTrue();
        assertThat(history.openIntents()).isEmpty();
        assertThat(history.settle(step, "failed", T0.plusSeconds(2), result).differs()).isTrue();
    }

    @Test
    void keepsEveryInputOfAnAssessmentAndAnswersWithTheNewest() {
        KeptAssessment morning = Samples.assessment("h", "{\"now\":1}", T0);
        KeptAssessment noon = Samples.assessment("h", "{\"now\":2}", T0.plusSeconds(10_800));
        history.keepAssessment(noon);
        history.keepAssessment(morning);
        assertThat(history.keepAssessment(morning).added()).isFalse();
        assertThat(history.assessment("h")).contains(noon);
        assertThat(history.assessment("other")).isEmpty();
        assertThat(history.events(0, 10)).hasSize(2);
    }

    @Test
    void anOlderMarkThatArrivesLateDoesNotReplaceTheNewer() {
        Mark late = new Mark("uid", 9, 4, T0.plusSeconds(5));
        history.keepMark("production", late);
        history.keepMark("production", new Mark("uid", 7, 3, T0));
        assertThat(history.mark("production")).contains(late);
        assertThat(history.mark("staging")).isEmpty();
    }

    @Test
    void aFailedTransactionLeavesNothing() throws Exception {
        Event good = Samples.started("p/1", T0);
        // An event of a projected type without its required fields is refused by the table.
        Event bad =
                new Event(
                        T0,
                        EventTypes.MARK,
                        "production",
                        null,
                        null,
                        null,
                        "desk",
                        "bad",
                        Samples.JSON.createObjectNode());
        assertThatThrownBy(() -> history.appendAll(List.of(good, bad)))
                .isInstanceOf(HistoryException.class);
        assertThat(history.events(0, 10)).isEmpty();
        assertThat(history.append(good).added()).isTrue();
    }

    @Test
    void eventsCannotBeChangedOrTakenOut() throws Exception {
        history.append(Samples.started("p/1", T0));
        try (var c = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("history.db"));
                var s = c.createStatement()) {
            assertThatThrownBy(() -> s.executeUpdate("DELETE FROM events"))
                    .hasMessageContaining("append-only");
            assertThatThrownBy(() -> s.executeUpdate("UPDATE events SET actor = 'me'"))
                    .hasMessageContaining("append-only");
        }
    }

    @Test
    void aDamagedInputIsSaidAndNotReplayed() throws Exception {
        history.keepAssessment(Samples.assessment("h", "{\"now\":1}", T0));
        try (var c = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("history.db"));
                var s = c.createStatement()) {
            s.executeUpdate(
                    "UPDATE kept_bytes SET deflated = (SELECT deflated FROM kept_bytes WHERE length = 2) WHERE length > 2");
        }
        assertThatThrownBy(() -> history.assessment("h"))
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("is not what its name says");
    }

    @Test
    void severalDesksWriteTheSameFileAtOnce() throws Exception {
        List<Future<?>> desks = new ArrayList<>();
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int desk = 0; desk < 4; desk++) {
                int d = desk;
                desks.add(
                        pool.submit(() -> {
                            try (History own = History.open(folder.resolve("history.db"), DESK)) {
                                for (int i = 0; i < 25; i++) {
                                    own.append(
                                            Samples.started(
                                                    "p/" + d + "/" + i, Instant.ofEpochSecond(i)));
                                }
                            }
                        }));
            }
        }
        for (Future<?> desk : desks) {
            desk.get();
        }
        assertThat(history.events(0, 1000)).hasSize(100);
        assertThat(history.deployments("checkout", "production")).hasSize(100);
    }

    @Test
    void severalDesksMayMakeTheFileAtOnce() throws Exception {
        Path fresh = folder.resolve("new/folder/history.db");
        List<Future<?>> desks = new ArrayList<>();
        try (var pool = Executors.newFixedThreadPool(4)) {
            for (int desk = 0; desk < 4; desk++) {
                String name = "p/" + desk;
                desks.add(
                        pool.submit(() -> {
                            try (History own = History.open(fresh, DESK)) {
                                own.append(Samples.started(name, T0));
                            }
                        }));
            }
        }
        for (Future<?> desk : desks) {
            desk.get();
        }
        try (History all = History.open(fresh, DESK)) {
            assertThat(all.events(0, 10)).hasSize(4);
        }
    }

    @Test
    void inputsAreCompressed() throws Exception {
        String input = "{\"vulnerabilities\":\"" + "CVE-2026-1234 ".repeat(5000) + "\"}";
        history.keepAssessment(Samples.assessment("h", input, T0));
        try (var c = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("history.db"));
                var s = c.createStatement();
                var r = s.executeQuery("SELECT max(length(deflated)) FROM kept_bytes")) {
            assertThat(r.getInt(1)).isLessThan(input.getBytes(StandardCharsets.UTF_8).length / 10);
        }
        assertThat(Files.exists(folder.resolve("history.db"))).isTrue();
    }
}
