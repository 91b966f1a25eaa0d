package dev.drawbridge.app.demo;

import dev.drawbridge.app.cli.desk.CommandLines;
import dev.drawbridge.app.output.Printer;
import dev.drawbridge.connector.kube.ClusterConnection;
import dev.drawbridge.connector.kube.ClusterTarget;
import dev.drawbridge.connector.net.ConnectionOptions;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordStore;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.delivery.workload.Pace;
import dev.drawbridge.delivery.workspace.Workspace;
import dev.drawbridge.delivery.workspace.WorkspaceReader;
import dev.drawbridge.practice.world.PracticeWorld;
import dev.drawbridge.practice.world.Step;
import dev.drawbridge.practice.world.WorldSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Plays a scenario in a practice world: each person types the real command at a desk of their own,
 * and what the command says is what is seen. The player decides nothing. Blocks until the end.
 */
final class ScenarioPlayer {
    private final PracticeWorld world;
    private final WorldSpec spec;
    private final PracticeDesks desks;
    private final CommandLines lines;
    private final Printer printer;

    ScenarioPlayer(
            PracticeWorld world,
            WorldSpec spec,
            PracticeDesks desks,
            CommandLines lines,
            Printer printer) {
        this.world = world;
        this.spec = spec;
        this.desks = desks;
        this.lines = lines;
        this.printer = printer;
    }

    /** Plays every step; ends as the last thing that a person did. */
    Ending play() {
        Ending ending = setUp();
        if (ending != Ending.DONE) {
            return ending;
        }
        for (Step step : spec.steps()) {
            waitUntil(step.at());
            ending =
                    switch (step) {
                        case Step.Act act -> act(act);
                        case Step.Happening happening -> happen(happening, ending);
                    };
        }
        return ending;
    }

    /** What comes before all steps: production holds people to their roles. */
    Ending setUp() {
        tell("");
        tell(
                "pat, of the platform team, sets production up: who may do what is then held by the cluster itself.");
        return type(
                "pat",
                List.of(
                        "cluster",
                        "setup",
                        "-e",
                        "production",
                        "--apply",
                        "--confirm",
                        "production"));
    }

    private Ending act(Step.Act act) {
        tell("");
        tell(Narration.of(act));
        return type(act.who(), new Typing(this::newest).of(act));
    }

    private Ending happen(Step.Happening happening, Ending before) {
        tell("");
        tell(Narration.of(happening));
        try {
            world.happen(happening);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            Pace.REAL.await(Duration.ZERO); // ends with the one exception for being stopped
        }
        return before;
    }

    private Ending type(String who, List<String> line) {
        tell(who + " $ " + Typing.typed(line));
        int code = lines.run(desks.of(who), line.toArray(String[]::new));
        Ending ending =
                Arrays.stream(Ending.values())
                        .filter(e -> e.code() == code)
                        .findFirst()
                        .orElse(Ending.CANT_TELL);
        tell(who + " $ # exit " + code);
        return ending;
    }

    private void waitUntil(@Nullable Duration at) {
        if (at == null) {
            return;
        }
        Duration left = at.minus(world.worldClock().elapsed());
        if (left.isPositive()) {
            tell("");
            tell("(" + left.toSeconds() + " s of world time pass)");
            Pace.faster(world.worldClock().speed()).await(left);
        }
    }

    /** The newest request of a service there, as the platform's credentials see it. */
    private Optional<String> newest(String service, String environment) {
        Workspace workspace = new WorkspaceReader().read(world.workspaceFile());
        var place = workspace.environment(environment);
        ClusterTarget target =
                new ClusterTarget(
                        world.kubeconfig("pat"),
                        place.cluster().context(),
                        null,
                        ConnectionOptions.DEFAULT);
        try (ClusterConnection cluster = ClusterConnection.open(target, world.worldClock())) {
            return new RecordStore(cluster, place.recordsNamespace())
                    .ofService(service).of(RecordBody.Request.class).stream()
                            .map(ReleaseRecord::name)
                            .reduce((a, b) -> b)
                            .map(name -> environment + "/" + name);
        }
    }

    private void tell(String line) {
        printer.text(line + "\n");
    }
}
