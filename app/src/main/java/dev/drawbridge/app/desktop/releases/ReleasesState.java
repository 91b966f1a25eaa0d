package dev.drawbridge.app.desktop.releases;

import dev.drawbridge.app.desktop.work.Notice;
import dev.drawbridge.app.desktop.work.Shown;
import dev.drawbridge.delivery.promotion.Arrow;
import dev.drawbridge.delivery.workspace.Environment;
import dev.drawbridge.delivery.workspace.Service;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * All that the Releases screen shows, at one moment.
 *
 * @param environments in the order of promotion
 * @param columns each environment's arrows, in the order of the services
 * @param details of the arrows that lead somewhere
 * @param picked whose detail is shown
 * @param doing what a person began and hasn't confirmed yet
 * @param running places where something is being done now
 * @param notices how what was done last in each place ended
 */
public record ReleasesState(
        List<Environment> environments,
        List<Service> services,
        Map<String, Shown<List<Arrow>>> columns,
        Map<Place, Shown<ArrowDetail>> details,
        Optional<Place> picked,
        Optional<Begun> doing,
        Set<Place> running,
        Map<Place, Notice> notices) {

    public ReleasesState {
        environments = List.copyOf(environments);
        services = List.copyOf(services);
        columns = Map.copyOf(columns);
        details = Map.copyOf(details);
        running = Set.copyOf(running);
        notices = Map.copyOf(notices);
    }

    /** Before anything was read. */
    static ReleasesState start(List<Environment> environments, List<Service> services) {
        return new ReleasesState(
                environments,
                services,
                Map.of(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Map.of());
    }

    /** What is known of an environment. */
    public Shown<List<Arrow>> column(String environment) {
        return columns.getOrDefault(environment, Shown.loading());
    }

    /** What is known of one place. */
    public Shown<Arrow> arrow(Place place) {
        return column(place.environment())
                .map(arrows ->
                        arrows.stream()
                                .filter(a -> a.service().name().equals(place.service()))
                                .findFirst()
                                .orElseThrow());
    }

    /** What was found when looking into one place; empty where nobody looked. */
    public Optional<Shown<ArrowDetail>> detail(Place place) {
        return Optional.ofNullable(details.get(place));
    }

    ReleasesState withColumn(String environment, UnaryOperator<Shown<List<Arrow>>> change) {
        Map<String, Shown<List<Arrow>>> changed = new HashMap<>(columns);
        changed.put(environment, change.apply(column(environment)));
        return new ReleasesState(
                environments, services, changed, details, picked, doing, running, notices);
    }

    ReleasesState withDetail(Place place, UnaryOperator<Shown<ArrowDetail>> change) {
        Map<Place, Shown<ArrowDetail>> changed = new HashMap<>(details);
        changed.put(place, change.apply(detail(place).orElse(Shown.loading())));
        return new ReleasesState(
                environments, services, columns, changed, picked, doing, running, notices);
    }

    ReleasesState withoutDetail(Place place) {
        Map<Place, Shown<ArrowDetail>> changed = new HashMap<>(details);
        changed.remove(place);
        return new ReleasesState(
                environments, services, columns, changed, picked, doing, running, notices);
    }

    ReleasesState withPicked(Place place) {
        return new ReleasesState(
                environments,
                services,
                columns,
                details,
                Optional.of(place),
                Optional.empty(),
                running,
                notices);
    }

    ReleasesState withDoing(Optional<Begun> begun) {
        return new ReleasesState(
                environments, services, columns, details, picked, begun, running, notices);
    }

    ReleasesState withRunning(Place place) {
        Set<Place> changed = new HashSet<>(running);
        changed.add(place);
        Map<Place, Notice> told = new HashMap<>(notices);
        told.remove(place);
        return new ReleasesState(
                environments, services, columns, details, picked, doing, changed, told);
    }

    ReleasesState withNotice(Place place, Notice notice) {
        Set<Place> changed = new HashSet<>(running);
        changed.remove(place);
        Map<Place, Notice> told = new HashMap<>(notices);
        told.put(place, notice);
        return new ReleasesState(
                environments, services, columns, details, picked, doing, changed, told);
    }
}
