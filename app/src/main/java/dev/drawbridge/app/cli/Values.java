package dev.drawbridge.app.cli;

import dev.drawbridge.app.output.OutputFormat;
import dev.drawbridge.delivery.workspace.Spans;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** How the values of options are read, and what is said of one that can't be. */
final class Values {

    private static final String WHOLE_NUMBER = "a whole number such as 3";
    private static final String NUMBER = "a number such as 10 or 2.5";

    private static final Map<Class<?>, String> EXPECTED =
            Map.of(
                    Duration.class, "a length of time such as 90s, 5m, 24h or 7d",
                    ZoneId.class, "a time zone such as Europe/Zurich or UTC",
                    OutputFormat.class, "table, json or csv",
                    Integer.class, WHOLE_NUMBER,
                    Long.class, WHOLE_NUMBER,
                    long.class, WHOLE_NUMBER,
                    Double.class, NUMBER,
                    double.class, NUMBER);

    private Values() {}

    /** Lets a command line and all below it read values our way. */
    static void register(CommandLine root) {
        with(root, Duration.class, Spans::parse);
        with(root, ZoneId.class, ZoneId::of);
        with(root, OutputFormat.class, text -> OutputFormat.valueOf(text.toUpperCase(Locale.ROOT)));
        with(root, Integer.class, Integer::valueOf);
        with(root, Long.class, Long::valueOf);
        with(root, long.class, Long::valueOf);
        with(root, Double.class, Values::number);
        with(root, double.class, Values::number);
    }

    /** Gives null, or throws, where it can't read a value. */
    @FunctionalInterface
    private interface Reader<T> {
        @Nullable T read(String text);
    }

    private static <T> void with(CommandLine root, Class<T> type, Reader<T> reader) {
        ITypeConverter<T> converter =
                text -> {
                    try {
                        T value = reader.read(text.strip());
                        if (value != null) {
                            return value;
                        }
                    } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
                        throw new TypeConversionException(String.valueOf(e.getMessage()));
                    }
                    throw new TypeConversionException(text);
                };
        root.registerConverter(type, converter);
    }

    private static @Nullable Double number(String text) {
        double number = Double.parseDouble(text);
        return Double.isFinite(number) ? number : null;
    }

    /** What an option or an argument takes, where that is why its value couldn't be read. */
    static Optional<String> wrong(ParameterException e) {
        if (e.getArgSpec() == null || e.getValue() == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(EXPECTED.get(e.getArgSpec().type()))
                .map(expected ->
                        UsageErrors.named(e.getArgSpec())
                                + " takes "
                                + expected
                                + ", not '"
                                + e.getValue()
                                + "'");
    }
}
