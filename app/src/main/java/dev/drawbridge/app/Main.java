package dev.drawbridge.app;

import dev.drawbridge.app.cli.Execution;
import dev.drawbridge.app.cli.desk.Surroundings;
import dev.drawbridge.app.local.Logs;
import dev.drawbridge.app.output.Printer;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.workload.Pace;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneId;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The start of the program, and the one place where this machine's clock and surroundings come in.
 */
public final class Main {

    /** Long enough to write down how far things came. */
    private static final long GRACE_SECONDS = 10;

    private Main() {}

    /** Runs the command line. */
    public static void main(String[] args) {
        Surroundings surroundings =
                new Surroundings(
                        Printer.standard(),
                        System.getenv(),
                        Path.of("").toAbsolutePath(),
                        Path.of(
                                System.getenv()
                                        .getOrDefault(
                                                "HOME", System.getProperty("user.home", "."))),
                        System.getProperty("os.name", ""),
                        Clock.systemUTC(),
                        ZoneId.systemDefault(),
                        new SecureRandom(),
                        Pace.REAL,
                        Logs::verbose);
        System.exit(
                interruptibly(
                        new Execution(surroundings, new Outside(surroundings.environment())),
                        args));
    }

    /**
     * Runs it so that an interrupt (Ctrl-C) lets the command say what goes on without it, and end
     * with a code of its own.
     */
    private static int interruptibly(Execution execution, String[] args) {
        Thread command = Thread.currentThread();
        AtomicInteger code = new AtomicInteger(Ending.CANT_TELL.code());
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(command, ended, code)));
        try {
            code.set(execution.run(args));
        } finally {
            ended.countDown();
        }
        return code.get();
    }

    private static void stop(Thread command, CountDownLatch ended, AtomicInteger code) {
        if (ended.getCount() == 0) {
            return;
        }
        command.interrupt();
        try {
            boolean inTime = ended.await(GRACE_SECONDS, TimeUnit.SECONDS);
            Runtime.getRuntime().halt(inTime ? code.get() : Ending.CANT_TELL.code());
        } catch (InterruptedException e) {
            Runtime.getRuntime().halt(Ending.CANT_TELL.code());
        }
    }
}
