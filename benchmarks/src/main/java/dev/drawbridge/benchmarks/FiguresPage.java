package dev.drawbridge.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Renders the page of figures from the results. Same results, same page. */
final class FiguresPage {
    /**
     * From here on, by processes for each core, a figure says more about the neighbours than about
     * the product.
     */
    static final double QUIET = 1.0;

    private static final String HEAD =
            """
            # Figures

            Rendered from `benchmarks/results/` by `benchmarks/run render`; don't edit it by hand. What is measured, and how, stands in
            [benchmarks/README.md](../benchmarks/README.md). `benchmarks/run NAME` measures anew, `benchmarks/run NAME --check` holds a smaller run
            to what is promised.

            """;

    private FiguresPage() {}

    static String render(List<Figure> figures) {
        StringBuilder page = new StringBuilder(HEAD);
        page.append("| what is promised | measured | at most | held |\n|---|--:|--:|---|\n");
        for (Figure figure : figures) {
            for (Promise promise : figure.promises()) {
                page.append(
                        "| %s | %s | %s | %s |\n"
                                .formatted(
                                        promise.text(),
                                        number(promise.measured(), promise.unit()),
                                        number(promise.limit(), promise.unit()),
                                        promise.held() ? "yes" : "**no**"));
            }
        }
        figures.forEach(figure -> page.append('\n').append(section(figure)));
        return page.toString();
    }

    /** One figure by itself, also for the terminal. */
    static String section(Figure figure) {
        StringBuilder section = new StringBuilder("## %s\n\n".formatted(figure.title()));
        for (Promise promise : figure.promises()) {
            section.append(sentence(promise)).append("\n\n");
        }
        section.append("| ms | count | min | median | p95 | max |\n|---|--:|--:|--:|--:|--:|\n");
        for (Series each : figure.series()) {
            section.append(
                    "| %s | %d | %s | %s | %s | %s |\n"
                            .formatted(
                                    each.what(),
                                    each.count(),
                                    plain(each.min()),
                                    plain(each.median()),
                                    plain(each.p95()),
                                    plain(each.max())));
        }
        section.append('\n');
        figure.notes().forEach(note -> section.append("- ").append(note).append('\n'));
        section.append("- ").append(circumstances(figure)).append('\n');
        if (figure.loadBefore() > QUIET * figure.machine().cores()) {
            section.append(
                    "- The machine was busy with other work (load %s on %d cores before it began), so read the times as upper bounds.\n"
                            .formatted(plain(figure.loadBefore()), figure.machine().cores()));
        }
        return section.toString();
    }

    static String sentence(Promise promise) {
        String numbers =
                "%s, at most %s"
                        .formatted(
                                number(promise.measured(), promise.unit()),
                                number(promise.limit(), promise.unit()));
        return promise.held()
                ? "Held: %s (%s).".formatted(promise.text(), numbers)
                : "**Not held: %s (%s).**".formatted(promise.text(), numbers);
    }

    private static String circumstances(Figure figure) {
        Machine machine = figure.machine();
        return "`%s`, %s, on %d cores (%s), %d MiB, %s, JDK %s; load average %s before, %s after."
                .formatted(
                        figure.command(),
                        figure.date(),
                        machine.cores(),
                        machine.cpu(),
                        machine.memoryMiB(),
                        machine.os(),
                        machine.jdk(),
                        plain(figure.loadBefore()),
                        plain(figure.loadAfter()));
    }

    private static String number(double value, String unit) {
        return unit.equals("ms") ? plain(value) + " ms" : plain(value) + " " + unit;
    }

    /** Three digits that count, as far as there are decimals. */
    private static String plain(double value) {
        int decimals = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** In one line, what stands and what doesn't. */
    static String summary(List<Figure> figures) {
        return figures.stream()
                .flatMap(figure ->
                        figure.promises().stream()
                                .map(promise -> figure.name() + ": " + sentence(promise)))
                .map(line -> line.replace("**", ""))
                .collect(Collectors.joining("\n"));
    }
}
