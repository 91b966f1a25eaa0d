package dev.drawbridge.app.demo;

import dev.drawbridge.app.cli.desk.Surroundings;
import dev.drawbridge.delivery.workload.Pace;
import dev.drawbridge.practice.world.PracticeWorld;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The desks of the people in a practice world. */
public final class PracticeDesks {
    private final PracticeWorld world;
    private final Surroundings outer;

    /**
     * @param outer of the process that the world runs in
     */
    public PracticeDesks(PracticeWorld world, Surroundings outer) {
        this.world = world;
        this.outer = outer;
    }

    /** The person's own desk: their kubeconfig, their data folder, world time. */
    public Surroundings of(String who) {
        Map<String, String> environment = new HashMap<>(outer.environment());
        Path home = world.folder().resolve("desks").resolve(who);
        environment.put("KUBECONFIG", world.kubeconfig(who).toString());
        environment.put("XDG_DATA_HOME", home.toString());
        environment.put("DOCKER_CONFIG", home.toString());
        return new Surroundings(
                outer.streams(),
                environment,
                world.folder(),
                home,
                outer.system(),
                world.worldClock(),
                outer.zone(),
                outer.random(),
                Pace.faster(world.worldClock().speed()),
                outer.verbose());
    }
}
