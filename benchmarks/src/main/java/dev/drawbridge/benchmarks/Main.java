package dev.drawbridge.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures by name, or renders the page of figures. {@code benchmarks/run} starts it, in the
 * checkout's top folder. Exit codes: 0 done, 1 a promise isn't held (with {@code --check}), 2 wrong
 * arguments.
 */
public final class Main {
    private static final String USAGE =
            "usage: benchmarks/run NAME|all [--check] [--quick], or benchmarks/run render; the names are ";

    private static final List<Benchmark> ALL =
            List.of(new GateEmbedded(), new GateRest(), new GateCold(), new Rollback());

    private final Results results;
    private final Path page;
    private final InstantSource clock;
    private final PrintStream out;

    private Main(Path checkout, InstantSource clock, PrintStream out) {
        this.results = new Results(checkout.resolve("benchmarks/results"));
        this.page = checkout.resolve("docs/figures.md");
        this.clock = clock;
        this.out = out;
    }

    public static void main(String[] arguments) {
        System.exit(
                new Main(Path.of("").toAbsolutePath(), InstantSource.system(), System.out)
                        .run(List.of(arguments)));
    }

    private int run(List<String> arguments) {
        List<String> words = new ArrayList<>(arguments);
        boolean check = words.remove("--check");
        boolean quick = words.remove("--quick");
        if (words.equals(List.of("render")) && !check && !quick) {
            render();
            return 0;
        }
        List<Benchmark> chosen =
                words.equals(List.of("all"))
                        ? ALL
                        : ALL.stream().filter(each -> words.equals(List.of(each.name()))).toList();
        if (chosen.isEmpty()) {
            out.println(USAGE + String.join(", ", names()) + ".");
            return 2;
        }
        List<Figure> figures = chosen.stream().map(each -> measure(each, check, quick)).toList();
        out.println(FiguresPage.summary(figures));
        if (!check && !quick) {
            render();
        }
        return check && !figures.stream().allMatch(Figure::held) ? 1 : 0;
    }

    private Figure measure(Benchmark benchmark, boolean check, boolean quick) {
        Effort effort = check || quick ? Effort.SMALL : Effort.FULL;
        String date = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        double before = Machine.load();
        out.println("benchmarks: measuring " + benchmark.name() + ", a minute or so …");
        Benchmark.Measured measured = benchmark.measure(effort);
        Figure figure =
                new Figure(
                        benchmark.name(),
                        benchmark.title(),
                        date,
                        "benchmarks/run " + benchmark.name(),
                        Machine.here(),
                        before,
                        Machine.load(),
                        measured.promises(),
                        measured.series(),
                        measured.notes());
        if (effort == Effort.FULL) {
            results.write(figure);
        }
        out.println(FiguresPage.section(figure));
        return figure;
    }

    private void render() {
        try {
            Files.createDirectories(page.getParent());
            Files.writeString(page, FiguresPage.render(results.read(names())));
        } catch (IOException e) {
            throw new UncheckedIOException("write " + page, e);
        }
    }

    private static List<String> names() {
        return ALL.stream().map(Benchmark::name).toList();
    }
}
