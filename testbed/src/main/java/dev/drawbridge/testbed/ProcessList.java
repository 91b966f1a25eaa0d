package dev.drawbridge.testbed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.locks.LockSupport;

/**
 * The command lines of the processes below this one, as everybody at a machine can read them in its
 * process list. Looks again and again until it is closed; a process that is gone after some
 * milliseconds may be missed.
 */
public final class ProcessList implements AutoCloseable {
    private static final long PAUSE_NANOS = 10_000_000;

    private final Set<String> seen = new ConcurrentSkipListSet<>();
    private final Thread looking;
    private volatile boolean over;

    private ProcessList() {
        this.looking = Thread.ofPlatform().daemon().name("process-list").unstarted(this::look);
    }

    /** Looks from now on. */
    public static ProcessList watched() {
        ProcessList list = new ProcessList();
        list.looking.start();
        return list;
    }

    /** Every command line that was seen so far, its arguments parted by blanks. */
    public Set<String> lines() {
        return new TreeSet<>(seen);
    }

    private void look() {
        while (!over) {
            ProcessHandle.current().descendants().map(ProcessList::line).forEach(seen::add);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Linux shows all of it in a file; the JDK's own word leaves out what is long. */
    private static String line(ProcessHandle process) {
        try {
            byte[] arguments = Files.readAllBytes(Path.of("/proc/" + process.pid() + "/cmdline"));
            return new String(arguments, StandardCharsets.UTF_8).replace('\0', ' ').strip();
        } catch (IOException e) {
            // it is gone meanwhile, or this isn't Linux
            return process.info().commandLine().orElse("");
        }
    }

    @Override
    public void close() {
        over = true;
        try {
            looking.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
