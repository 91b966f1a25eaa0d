package dev.drawbridge.app.demo;

import dev.drawbridge.app.cli.desk.CommandLines;
import dev.drawbridge.app.cli.desk.DeskCommand;
import dev.drawbridge.app.cli.desk.UsageException;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.desktop.Toolkit;
import dev.drawbridge.app.desktop.Window;
import dev.drawbridge.app.desktop.work.Work;
import dev.drawbridge.app.output.Answer;
import dev.drawbridge.app.output.Page;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.practice.world.PracticeWorld;
import dev.drawbridge.practice.world.SpecException;
import dev.drawbridge.practice.world.WorldOptions;
import dev.drawbridge.practice.world.WorldSpec;
import java.nio.file.Path;
import java.util.Objects;
import javafx.application.Platform;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo}: the practice world, played in the terminal. */
@Command(
        name = "demo",
        description = {
            "Plays a release in the practice world: three clusters, a registry and a Git server on loopback, and people"
                    + " with credentials of their own. Needs nothing and leaves nothing.",
            "Scenarios: good, blocked, stale-evidence, stuck, waits-for-approval. It ends with the code of the last thing"
                    + " that somebody did in it."
        })
public final class DemoCommand extends DeskCommand {
    private final CommandLines lines;

    @Option(
            names = "--scenario",
            paramLabel = "NAME",
            description = "The scenario to play. Without it: good.")
    @Nullable String scenario;

    @Option(
            names = "--scenario-file",
            paramLabel = "FILE",
            description = "A scenario of your own, as YAML.")
    @Nullable Path scenarioFile;

    @Option(
            names = "--no-window",
            description = "Plays in the terminal, also where there is a display.")
    boolean noWindow;

    @Option(
            names = "--speed",
            paramLabel = "N",
            description = "World seconds in a second, 1 to 20. Without it: 10.")
    double speed = 10;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The same seed gives the same world. Without it: 1.")
    long seed = 1;

    @Option(
            names = "--screenshots",
            paramLabel = "DIR",
            description =
                    "Draws the window's screens in their states into this folder, without a display.")
    @Nullable Path screenshots;

    /** How it ended. */
    public record Result(String scenario, String ending) {}

    public DemoCommand(Workbench bench, CommandLines lines) {
        super(bench);
        this.lines = lines;
    }

    @Override
    public Answer run() {
        WorldSpec spec = spec();
        bench().printer()
                .progress("starting the practice world for scenario " + spec.name() + " …");
        WorldOptions options = options();
        try (PracticeWorld world = PracticeWorld.start(spec, options)) {
            PracticeDesks desks = new PracticeDesks(world, bench().surroundings());
            ScenarioPlayer player =
                    new ScenarioPlayer(world, spec, desks, lines, bench().printer());
            if (screenshots != null) {
                return drawn(player, new Screenshots(world, desks, bench(), lines));
            }
            introduce(world, spec);
            if (opensWindow()) {
                return shown(player, world, desks);
            }
            Ending ending = player.play();
            linger(world);
            return Answer.of(
                    ending,
                    new Result(spec.name(), ending.name()),
                    new Page()
                            .gap()
                            .head(
                                    "Scenario "
                                            + spec.name()
                                            + " ended with exit code "
                                            + ending.code()
                                            + "."));
        }
    }

    /** A scenario that was named is played; else the person plays it, where there is a display. */
    private boolean opensWindow() {
        return !noWindow
                && scenario == null
                && scenarioFile == null
                && Toolkit.hasDisplay(
                        bench().surroundings().environment(), bench().surroundings().system());
    }

    private Answer shown(ScenarioPlayer player, PracticeWorld world, PracticeDesks desks) {
        Ending ending = player.setUp();
        if (ending != Ending.DONE) {
            return ended(ending);
        }
        Toolkit.start();
        try (PracticeSeats seats = new PracticeSeats(world, desks, bench());
                Work work = new Work(Platform::runLater, world.worldClock())) {
            Window.show(seats.all(), work);
        }
        return ended(Ending.DONE);
    }

    private Answer drawn(ScenarioPlayer player, Screenshots pictures) {
        Ending ending = player.setUp();
        if (ending == Ending.DONE) {
            Toolkit.withoutDisplay();
            Toolkit.start();
            pictures.draw(bench().resolve(Objects.requireNonNull(screenshots)));
        }
        return ended(ending);
    }

    private static Answer ended(Ending ending) {
        return Answer.of(ending, new Result("window", ending.name()), new Page());
    }

    @Override
    public Class<Result> resultType() {
        return Result.class;
    }

    private WorldOptions options() {
        try {
            return new WorldOptions(seed, speed, null, bench().surroundings().clock().instant());
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private WorldSpec spec() {
        if (scenario != null && scenarioFile != null) {
            throw new UsageException(
                    "--scenario and --scenario-file can't be given both; leave one out.");
        }
        try {
            return scenarioFile != null
                    ? WorldSpec.read(bench().resolve(scenarioFile))
                    : WorldSpec.builtIn(scenario == null ? "good" : scenario);
        } catch (SpecException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private void introduce(PracticeWorld world, WorldSpec spec) {
        bench().printer()
                .text(
                        """
                        %s

                        The world lies in %s while this runs. In another terminal:
                          cd %s && KUBECONFIG=%s drawbridge services
                        """
                                .formatted(
                                        spec.about(),
                                        world.folder(),
                                        world.folder(),
                                        world.kubeconfig("sam")));
    }

    /**
     * On a terminal, without a scenario named, the world stays until the person has seen enough.
     */
    private void linger(PracticeWorld world) {
        boolean named = scenario != null || scenarioFile != null;
        if (!named && bench().printer().interactive()) {
            bench().printer()
                    .ask("The world in " + world.folder() + " stays until you press Enter.");
        }
    }
}
