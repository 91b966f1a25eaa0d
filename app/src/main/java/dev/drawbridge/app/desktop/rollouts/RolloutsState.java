package dev.drawbridge.app.desktop.rollouts;

import dev.drawbridge.app.cli.view.PromotionResult;
import dev.drawbridge.app.desktop.work.Notice;
import dev.drawbridge.app.desktop.work.Shown;
import dev.drawbridge.delivery.workspace.Environment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * All that the Rollouts screen shows, at one moment.
 *
 * @param environments in the order of promotion
 * @param promotions of each environment
 * @param picked id of the promotion whose panel is shown
 * @param back a rollback that somebody looks at, once they want one
 * @param running whether one is being done now
 * @param notice how the last one ended
 * @param watched ids of the promotions whose pods are followed
 */
public record RolloutsState(
        List<Environment> environments,
        Map<String, Shown<List<PromotionResult>>> promotions,
        Optional<String> picked,
        Optional<Back> back,
        boolean running,
        Optional<Notice> notice,
        Set<String> watched) {

    public RolloutsState {
        environments = List.copyOf(environments);
        promotions = Map.copyOf(promotions);
        watched = Set.copyOf(watched);
    }

    static RolloutsState start(List<Environment> environments) {
        return new RolloutsState(
                environments,
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Set.of());
    }

    /** What is known of an environment's promotions. */
    public Shown<List<PromotionResult>> of(String environment) {
        return promotions.getOrDefault(environment, Shown.loading());
    }

    /** Every promotion: those under way first, then the newest. */
    public List<PromotionResult> all() {
        List<PromotionResult> all = new ArrayList<>();
        environments.forEach(e -> of(e.name()).known().ifPresent(all::addAll));
        all.sort(
                Comparator.comparing(PromotionResult::over)
                        .thenComparing(
                                Comparator.comparing(PromotionResult::requested).reversed()));
        return all;
    }

    /** The promotion whose panel is shown. */
    public Optional<PromotionResult> shown() {
        return picked.flatMap(id -> all().stream().filter(p -> p.id().equals(id)).findFirst());
    }

    RolloutsState with(String environment, UnaryOperator<Shown<List<PromotionResult>>> change) {
        Map<String, Shown<List<PromotionResult>>> changed = new HashMap<>(promotions);
        changed.put(environment, change.apply(of(environment)));
        return new RolloutsState(environments, changed, picked, back, running, notice, watched);
    }

    RolloutsState withPicked(String id) {
        return new RolloutsState(
                environments,
                promotions,
                Optional.of(id),
                Optional.empty(),
                running,
                Optional.empty(),
                watched);
    }

    RolloutsState withBack(Optional<Back> wanted) {
        return new RolloutsState(
                environments, promotions, picked, wanted, running, notice, watched);
    }

    RolloutsState withRunning() {
        return new RolloutsState(
                environments,
                promotions,
                picked,
                Optional.empty(),
                true,
                Optional.empty(),
                watched);
    }

    RolloutsState withNotice(Notice told) {
        return new RolloutsState(
                environments, promotions, picked, back, false, Optional.of(told), watched);
    }

    RolloutsState withWatched(Set<String> ids) {
        return new RolloutsState(environments, promotions, picked, back, running, notice, ids);
    }
}
