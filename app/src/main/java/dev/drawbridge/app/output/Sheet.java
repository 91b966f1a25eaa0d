package dev.drawbridge.app.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Rows under column names.
 *
 * @param columns names, as CSV has them in its first line; people see them in capitals
 * @param rows each as long as {@code columns}
 */
public record Sheet(List<String> columns, List<List<Cell>> rows) {

    public Sheet {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<Cell> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(
                        "a row of " + row.size() + " under " + columns.size() + " columns");
            }
        }
    }

    /** Starts a sheet with these columns. */
    public static Builder of(String... columns) {
        return new Builder(List.of(columns));
    }

    /** Takes rows one by one. */
    public static final class Builder {
        private final List<String> columns;
        private final List<List<Cell>> rows = new ArrayList<>();

        private Builder(List<String> columns) {
            this.columns = columns;
        }

        /** Adds a row. */
        public Builder row(Cell... cells) {
            rows.add(Arrays.asList(cells));
            return this;
        }

        /** The sheet with the rows so far. */
        public Sheet build() {
            return new Sheet(columns, rows);
        }
    }

    /** The aligned lines, names first. */
    List<String> lines(Times times, boolean colour) {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = width(columns.get(i));
            for (List<Cell> row : rows) {
                widths[i] = Math.max(widths[i], width(Words.oneLine(row.get(i).shown(times))));
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add(
                line(
                        widths,
                        columns.stream()
                                .map(name ->
                                        Cell.of(
                                                name.toUpperCase(java.util.Locale.ROOT),
                                                Tone.QUIET))
                                .toList(),
                        times,
                        colour));
        rows.forEach(row -> lines.add(line(widths, row, times, colour)));
        return lines;
    }

    private static String line(int[] widths, List<Cell> row, Times times, boolean colour) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String text = Words.oneLine(row.get(i).shown(times));
            line.append(row.get(i).tone().paint(text, colour));
            if (i < widths.length - 1) {
                line.repeat(' ', widths[i] - width(text) + 2);
            }
        }
        return line.toString().stripTrailing();
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }

    /** RFC 4180, lines ended by CR LF. */
    String csv() {
        StringBuilder csv = new StringBuilder();
        csv.append(columns.stream().map(Sheet::field).collect(Collectors.joining(",", "", "\r\n")));
        for (List<Cell> row : rows) {
            csv.append(
                    row.stream()
                            .map(cell -> field(cell.whole()))
                            .collect(Collectors.joining(",", "", "\r\n")));
        }
        return csv.toString();
    }

    private static String field(String whole) {
        String value = Unseen.shown(whole);
        boolean quote = value.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n');
        return quote ? '"' + value.replace("\"", "\"\"") + '"' : value;
    }
}
