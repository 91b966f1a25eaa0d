package dev.drawbridge.app.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.app.Outside;
import dev.drawbridge.app.cli.Execution;
import dev.drawbridge.app.cli.desk.GlobalOptions;
import dev.drawbridge.app.cli.desk.Surroundings;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.demo.PracticeDesks;
import dev.drawbridge.app.desktop.desk.Seat;
import dev.drawbridge.app.desktop.work.Work;
import dev.drawbridge.app.output.Streams;
import dev.drawbridge.delivery.workload.Pace;
import dev.drawbridge.practice.world.PracticeWorld;
import dev.drawbridge.practice.world.WorldOptions;
import dev.drawbridge.practice.world.WorldSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.scene.Node;
import org.awaitility.Awaitility;

/** A window over a practice world, drawn into memory, and what a person does in it. */
final class ShownWindow implements AutoCloseable {
    private static final double SPEED = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AtomicBoolean STARTED = new AtomicBoolean();

    private final PracticeWorld world;
    private final PracticeDesks desks;
    private final List<Workbench> benches;
    private final List<Seat> seats;
    private final Work work;
    private final Window window;

    private ShownWindow(PracticeWorld world, List<String> people) {
        if (STARTED.compareAndSet(false, true)) {
            Toolkit.withoutDisplay();
            Toolkit.start();
        }
        this.world = world;
        this.desks = new PracticeDesks(world, outer());
        this.seats = people.stream().map(who -> new Seat(who, bench(who))).toList();
        this.benches = seats.stream().map(Seat::bench).toList();
        this.work = new Work(Platform::runLater, world.worldClock());
        this.window = Toolkit.ask(() -> new Window(seats, work));
    }

    /** Over a world of that spec, in which nothing has to wait, set up by pat. */
    static ShownWindow over(Path spec, String... people) throws IOException {
        PracticeWorld world =
                PracticeWorld.start(
                        WorldSpec.read(spec), new WorldOptions(1, SPEED, null, Instant.now()));
        Path file = world.workspaceFile();
        Files.writeString(file, Files.readString(file).replace("soak: 3m", "soak: 0s"));
        ShownWindow shown = new ShownWindow(world, List.of(people));
        shown.done("pat cluster setup -e production --apply --confirm production");
        return shown;
    }

    /** Opens it, with the first of its people. */
    ShownWindow open() {
        Toolkit.ask(() -> {
            window.open();
            return true;
        });
        settled();
        return this;
    }

    /** Somebody types a command elsewhere, and it ends well. */
    void done(String line) {
        String[] words = line.split(" ");
        String[] command = Stream.of(words).skip(1).toArray(String[]::new);
        assertThat(new Execution(desks.of(words[0]), new Outside(Map.of())).run(command))
                .as(line)
                .isZero();
    }

    /** Waits until nothing is being done or read any more. */
    void settled() {
        Awaitility.await().atMost(PATIENCE).until(() -> Toolkit.ask(() -> work.jobs().isEmpty()));
        Toolkit.ask(() -> {
            window.scene().getRoot().applyCss();
            window.scene().getRoot().layout();
            return true;
        });
    }

    /** Waits until a node of that selector can be seen. */
    Node node(String selector) {
        Awaitility.await().atMost(PATIENCE).until(() -> find(selector) != null);
        return java.util.Objects.requireNonNull(find(selector), selector);
    }

    private @org.jspecify.annotations.Nullable Node find(String selector) {
        return Toolkit.ask(() -> window.scene().getRoot().lookup(selector));
    }

    Window window() {
        return window;
    }

    Console console() {
        return Toolkit.ask(() -> window.console().orElseThrow());
    }

    private Workbench bench(String who) {
        return new Workbench(new GlobalOptions(), desks.of(who), new Outside(Map.of()));
    }

    private static Surroundings outer() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        return new Surroundings(
                new Streams(nowhere, nowhere, false, () -> null),
                Map.of(),
                Path.of("").toAbsolutePath(),
                Path.of("").toAbsolutePath(),
                "Linux",
                Instant::now,
                ZoneOffset.UTC,
                new Random(1),
                Pace.REAL,
                verbose -> {});
    }

    @Override
    public void close() {
        Toolkit.ask(() -> {
            window.close();
            return true;
        });
        work.close();
        benches.forEach(Workbench::close);
        world.close();
    }
}
