package dev.drawbridge.app.output;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a process reads from and writes to.
 *
 * @param out for answers
 * @param err for progress, failures and the log
 * @param terminal whether a person sits at both ends
 * @param question reads one line of an answer; null at the end of the input
 */
public record Streams(
        PrintStream out, PrintStream err, boolean terminal, Supplier<@Nullable String> question) {

    /** Those of this process. UTF-8, unless a terminal says what it takes. */
    static Streams standard() {
        Console console = System.console();
        return console == null || !console.isTerminal()
                ? of(StandardCharsets.UTF_8, false, () -> null)
                : of(console.charset(), true, console::readLine);
    }

    private static Streams of(
            Charset charset, boolean terminal, Supplier<@Nullable String> question) {
        return new Streams(
                new PrintStream(new FileOutputStream(FileDescriptor.out), false, charset),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, charset),
                terminal,
                question);
    }
}
