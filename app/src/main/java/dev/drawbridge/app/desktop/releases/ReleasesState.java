package dev.drawbridge.app.desktop.releases;

import dev.drawbridge.app.cli.view.Offer.Deed;
import dev.drawbridge.app.desktop.work.Notice;
import dev.drawbridge.app.desktop.work.Shown;
import dev.drawbridge.delivery.promotion.Arrow;
import dev.drawbridge.delivery.workspace.Environment;
import dev.drawbridge.delivery.workspace.Service;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * All that the Releases screen shows, at one moment.
 *
 * @param environments in the order of promotion
 * @param columns each environment's arrows, in the order of the services
 * @param details of the arrows that were looked into
 * @param picked whose detail is shown
 * @param doing what a person is about to do there, and still has to confirm
 * @param notice how what they did last ended
 */
public record ReleasesState(
        List<Environment> environments,
        List<Service> services,
        Map<String, Shown<List<Arrow>>> columns,
        Map<Place, Shown<ArrowDetail>> details,
        Optional<Place> picked,
        Optional<Deed> doing,
        Optional<Notice> notice) {

    public ReleasesState {
        environments = List.copyOf(environments);
        services = List.copyOf(services);
        columns = Map.copyOf(columns);
        details = Map.copyOf(details);
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
                Optional.empty());
    }

    /** What is known of an environment. */
    public Shown<List<Arrow>> column(String environment) {
        return columns.getOrDefault(environment, Shown.loading());
    }

    /** What is known of one place. */
    public Shown<Arrow> arrow(Place place) {
        Shown<List<Arrow>> column = column(place.environment());
        return column.map(arrows ->
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
        return new ReleasesState(environments, services, changed, details, picked, doing, notice);
    }

    ReleasesState withDetail(Place place, UnaryOperator<Shown<ArrowDetail>> change) {
        Map<Place, Shown<ArrowDetail>> changed = new HashMap<>(details);
        changed.put(place, change.apply(detail(place).orElse(Shown.loading())));
        return new ReleasesState(environments, services, columns, changed, picked, doing, notice);
    }

    ReleasesState withPicked(Place place) {
        return new ReleasesState(
                environments,
                services,
                columns,
                details,
                Optional.of(place),
                Optional.empty(),
                Optional.empty());
    }

    ReleasesState withDoing(Optional<Deed> deed) {
        return new ReleasesState(
                environments, services, columns, details, picked, deed, Optional.empty());
    }

    ReleasesState withNotice(Notice notice) {
        return new ReleasesState(
                environments,
                services,
                columns,
                details,
                picked,
                Optional.empty(),
                Optional.of(notice));
    }
}
