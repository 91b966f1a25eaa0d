package dev.drawbridge.delivery.records;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Records as they were read in one list, oldest first.
 *
 * @param all every one of them
 */
public record Records(List<ReleaseRecord<? extends RecordBody>> all) {

    public Records {
        all = List.copyOf(all);
    }

    /** Sorted by the API server's time, then by name. */
    static Records of(List<ReleaseRecord<? extends RecordBody>> records) {
        return new Records(
                records.stream()
                        .sorted(
                                Comparator.<ReleaseRecord<?>, java.time.Instant>comparing(
                                                ReleaseRecord::created)
                                        .thenComparing(ReleaseRecord::name))
                        .toList());
    }

    /** Those whose body is a {@code type}. */
    @SuppressWarnings("unchecked")
    public <T extends RecordBody> List<ReleaseRecord<T>> of(Class<T> type) {
        return all.stream()
                .filter(r -> type.isInstance(r.body()))
                .map(r -> (ReleaseRecord<T>) r)
                .toList();
    }

    /** The one of that name, if it is among them and its body is a {@code type}. */
    public <T extends RecordBody> Optional<ReleaseRecord<T>> named(String name, Class<T> type) {
        return of(type).stream().filter(r -> r.name().equals(name)).findFirst();
    }

    /** Those about one service. */
    public Records about(String service) {
        return new Records(all.stream().filter(r -> r.service().equals(service)).toList());
    }

    /** Why some of them can't be read; empty where all can. */
    public List<String> unreadable() {
        return of(RecordBody.Unreadable.class).stream().map(r -> r.body().why()).toList();
    }

    /** The very object that {@code ref} names; empty where it is gone, or was made again. */
    public <T extends RecordBody> Optional<ReleaseRecord<T>> at(RecordRef ref, Class<T> type) {
        return of(type).stream().filter(r -> r.isNamedBy(ref)).findFirst();
    }

    /**
     * Whether a step resting on {@code ref} is known to have been done. An intent alone changes
     * nothing.
     */
    public boolean anyStepDone(RecordRef ref) {
        return of(RecordBody.Step.class).stream()
                .filter(step -> step.body().restsOn().equals(ref))
                .anyMatch(step ->
                        of(RecordBody.StepDone.class).stream()
                                .anyMatch(done ->
                                        step.isNamedBy(done.body().step())
                                                && done.body().result().equals("done")));
    }
}
