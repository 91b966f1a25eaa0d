package dev.drawbridge.practice.world;

import java.nio.file.Path;
import java.util.List;

/**
 * A running practice world: three clusters, a registry and Git repositories on loopback, and a
 * folder with what a desk needs to use them: {@code drawbridge.yaml}, {@code kubeconfig-NAME} a
 * person, {@code keys/}, {@code git/}. Closing it ends all and removes the folder. For any thread.
 */
public final class PracticeWorld implements AutoCloseable {
    private PracticeWorld() {}

    /**
     * Starts a world and fills it as the spec says. The steps of the spec are not played.
     *
     * @throws SpecException if the folder is there already
     * @throws java.io.UncheckedIOException if the folder can't be written or no port can be had
     */
    public static PracticeWorld start(WorldSpec spec, WorldOptions options) {
        throw new UnsupportedOperationException(spec.name() + options.seed());
    }

    /** Where its files are, until it closes. */
    public Path folder() {
        throw new UnsupportedOperationException();
    }

    /** The workspace file of this world. */
    public Path workspaceFile() {
        return folder().resolve("drawbridge.yaml");
    }

    /** A person's kubeconfig, with the contexts shop-dev, shop-staging and shop-production. */
    public Path kubeconfig(String person) {
        return folder().resolve("kubeconfig-" + person);
    }

    /** World time. */
    public WorldClock worldClock() {
        throw new UnsupportedOperationException();
    }

    /** Who is there, with their groups as they were at the start. */
    public List<WorldSpec.Person> people() {
        throw new UnsupportedOperationException();
    }

    /** Makes something happen in this world, now, whatever its {@code at} says. */
    public void happen(Step.Happening happening) {
        throw new UnsupportedOperationException(happening.toString());
    }

    @Override
    public void close() {}
}
