package dev.drawbridge.app.output;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.drawbridge.delivery.Ending;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a command says; nobody else touches the standard streams. Answers go to standard
 * output, progress and failures to standard error. Threads may share it.
 */
public final class Printer {

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .addModule(new JavaTimeModule())
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                    .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
                    .serializationInclusion(JsonInclude.Include.NON_NULL)
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build();

    private final Streams streams;
    private final Look look;

    /**
     * How it is written.
     *
     * @param colour whether colours are wanted; there are none away from a terminal
     * @param zone for times in tables
     * @param verbose whether failures show where they come from
     */
    public record Look(OutputFormat format, boolean colour, ZoneId zone, boolean verbose) {}

    public Printer(Streams streams, Look look) {
        this.streams = streams;
        this.look = look;
    }

    /** The streams of this process. */
    public static Streams standard() {
        return Streams.standard();
    }

    /** An answer, whole, at the end of a command. */
    public void answer(String command, Answer answer) {
        switch (look.format()) {
            case TABLE -> {
                answer.page().lines(times(), colour()).forEach(streams.out()::println);
                next(streams.out(), answer.next());
            }
            case JSON -> {
                ObjectNode document = document(command, answer.ending());
                document.set("result", JSON.valueToTree(answer.result()));
                if (!answer.next().isEmpty()) {
                    document.set("next", JSON.valueToTree(answer.next()));
                }
                json(document);
            }
            case CSV -> {
                Sheet rows = answer.rows();
                streams.out().print(rows == null ? "" : rows.csv());
            }
        }
        streams.out().flush();
    }

    /** Why there is no answer; with {@code partly} what was found on the way. */
    public void failure(String command, Failure failure, @Nullable Answer partly) {
        String sentence = Redaction.of(failure.sentence());
        if (look.format() == OutputFormat.JSON) {
            ObjectNode document = document(command, failure.ending());
            document.put("error", sentence);
            if (partly != null) {
                document.set("result", JSON.valueToTree(partly.result()));
                document.set("next", JSON.valueToTree(partly.next()));
            }
            json(document);
        } else if (look.format() == OutputFormat.TABLE && partly != null) {
            partly.page().lines(times(), colour()).forEach(streams.out()::println);
            next(streams.out(), partly.next());
        }
        streams.out().flush();
        streams.err().println(Tone.FAILED.paint(sentence, colour()));
        if (look.verbose() && failure.cause() != null) {
            StringWriter trace = new StringWriter();
            failure.cause().printStackTrace(new PrintWriter(trace));
            Redaction.of(trace.toString())
                    .lines()
                    .forEach(line -> streams.err().println(Tone.PLAIN.paint(line, colour())));
        }
        streams.err().flush();
    }

    /** What is about to be done, on standard error: the answer comes after it. */
    public void preview(Page page) {
        page.lines(times(), colour()).forEach(streams.err()::println);
    }

    /** A line of progress. */
    public void progress(String line) {
        streams.err().println(plain(line));
    }

    /** A line of progress that begins with a time. */
    public void progress(Instant time, String line) {
        streams.err().println(times().local(time) + "  " + plain(line));
    }

    /** A text for standard output as it is, such as help. */
    public void text(String text) {
        streams.out().print(text);
        streams.out().flush();
    }

    /** Whether a person can be asked. */
    public boolean interactive() {
        return streams.terminal();
    }

    /** Asks, on standard error; null where nobody answers. */
    public @Nullable String ask(String question) {
        streams.err().print(plain(question) + " ");
        streams.err().flush();
        return streams.question().get();
    }

    private static ObjectNode document(String command, Ending ending) {
        return JSON.createObjectNode()
                .put("command", command)
                .put("outcome", word(ending))
                .put("exitCode", ending.code());
    }

    /** The word for an ending in JSON, such as {@code cant-tell}. */
    static String word(Ending ending) {
        return ending.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private void json(ObjectNode document) {
        try {
            streams.out().println(Unseen.escaped(JSON.writeValueAsString(document)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON nodes can always be written", e);
        }
    }

    private void next(PrintStream out, List<String> next) {
        if (next.isEmpty()) {
            return;
        }
        out.println();
        out.println(Tone.QUIET.paint("Next:", colour()));
        next.forEach(line -> out.println("  " + plain(line)));
    }

    private String plain(String text) {
        return Tone.PLAIN.paint(Words.oneLine(text), colour());
    }

    private Times times() {
        return new Times(look.zone());
    }

    private boolean colour() {
        return look.colour() && streams.terminal();
    }
}
