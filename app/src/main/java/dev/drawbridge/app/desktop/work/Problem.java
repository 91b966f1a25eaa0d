package dev.drawbridge.app.desktop.work;

import dev.drawbridge.app.cli.desk.Failures;
import dev.drawbridge.app.output.Failure;
import dev.drawbridge.app.output.Redaction;
import dev.drawbridge.delivery.Ending;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;

/**
 * Why something couldn't be done, for a person.
 *
 * @param ending how a command would have ended with it
 * @param sentence what failed, on what, why, what next
 * @param code short, the same for the same failure in the same place; for talking about it
 * @param details for the makers, without anything that looks like a credential
 */
public record Problem(Ending ending, String sentence, String code, String details) {

    /** What an exception means to the person. */
    public static Problem of(Throwable thrown) {
        Failure failure = Failures.of(thrown);
        StringWriter trace = new StringWriter();
        try (PrintWriter out = new PrintWriter(trace)) {
            thrown.printStackTrace(out);
        }
        return new Problem(
                failure.ending(),
                Redaction.of(failure.sentence()),
                code(thrown),
                Redaction.of(trace.toString()));
    }

    /** The place it came from, in four digits; messages differ from case to case. */
    private static String code(Throwable thrown) {
        StackTraceElement[] stack = thrown.getStackTrace();
        String place = stack.length == 0 ? "" : stack[0].getClassName() + stack[0].getMethodName();
        int hash = (thrown.getClass().getName() + place).hashCode();
        return String.format(Locale.ROOT, "DB-%04X", (hash ^ (hash >>> 16)) & 0xffff);
    }
}
