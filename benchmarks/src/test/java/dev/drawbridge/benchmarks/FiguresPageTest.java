package dev.drawbridge.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FiguresPageTest {
    @TempDir private Path folder;

    @Test
    void saysWhatIsHeldAndWhatIsNot() {
        String page =
                FiguresPage.render(
                        List.of(
                                figure("fast", 0.5, Promise.millis("it is fast", 4.2, 5)),
                                figure("slow", 0.5, Promise.ratio("it is not slow", 1.3, 1.2))));

        assertThat(page)
                .contains("| it is fast | 4.20 ms | 5.00 ms | yes |")
                .contains("Held: it is fast (4.20 ms, at most 5.00 ms).")
                .contains("| it is not slow | 1.30 × | 1.20 × | **no** |")
                .contains("**Not held: it is not slow (1.30 ×, at most 1.20 ×).**")
                .contains("Four cores")
                .doesNotContain("busy");
    }

    @Test
    void saysThatTheMachineWasBusy() {
        assertThat(FiguresPage.section(figure("busy", 9, Promise.millis("x", 1, 2))))
                .contains("busy with other work (load 9.00 on 4 cores");
    }

    @Test
    void aFigureIsReadBackAsItWasWritten() {
        Figure figure = figure("fast", 0.5, Promise.millis("it is fast", 4.2, 5));
        Results results = new Results(folder);
        results.write(figure);

        assertThat(results.read(List.of("fast", "never-measured"))).containsExactly(figure);
    }

    @Test
    void whatIsNoNumberOrPromisesNothingIsNotHeld() {
        assertThat(figure("x", 0, new Promise("x", Double.NaN, 5, "ms")).held()).isFalse();
        assertThat(figure("x", 0).held()).isFalse();
        assertThat(figure("x", 0, Promise.millis("x", 5, 5)).held()).isTrue();
    }

    private static Figure figure(String name, double load, Promise... promises) {
        return new Figure(
                name,
                "Title of " + name,
                "2026-11-21T14:00:00Z",
                "benchmarks/run " + name,
                new Machine(4, 8192, "Four cores", "Linux", "25"),
                load,
                load,
                List.of(promises),
                List.of(Series.of("x", 1, 2)),
                List.of("A note."));
    }
}
