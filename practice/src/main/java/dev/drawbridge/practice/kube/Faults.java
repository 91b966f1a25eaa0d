package dev.drawbridge.practice.kube;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The faults of one practice cluster. They act on pods that start from now on: one that is ready
 * stays ready. What waits for a fault to go is tried again within a few seconds of world time. For
 * any thread.
 */
public final class Faults {
    private final List<Fault> active = new CopyOnWriteArrayList<>();
    private final Runnable changed;

    Faults(Runnable changed) {
        this.changed = changed;
    }

    /** Switches a fault on. */
    public void add(Fault fault) {
        active.add(fault);
        changed.run();
    }

    /** Switches a fault off. */
    public void remove(Fault fault) {
        active.remove(fault);
        changed.run();
    }

    /** Switches all off. */
    public void clear() {
        active.clear();
        changed.run();
    }

    /** Those that are on. */
    public List<Fault> active() {
        return List.copyOf(active);
    }

    Optional<Fault> find(Fault.Kind kind, String namespace, String workload, String image) {
        return active.stream()
                .filter(fault -> fault.kind() == kind)
                .filter(fault -> fault.scope().covers(namespace, workload, image))
                .findFirst();
    }

    /** Takes all faults off for a moment, without waking anyone. */
    List<Fault> suspend() {
        List<Fault> all = active();
        active.clear();
        return all;
    }

    void resume(List<Fault> all) {
        active.addAll(0, all);
    }
}
