package dev.drawbridge.app.desktop.releases;

import dev.drawbridge.app.cli.view.GateResult;
import dev.drawbridge.app.desktop.look.Texts;
import dev.drawbridge.app.desktop.parts.ReleaseName;
import dev.drawbridge.app.desktop.work.Shown;
import dev.drawbridge.delivery.promotion.Arrow;
import dev.drawbridge.delivery.workspace.Environment;
import dev.drawbridge.delivery.workspace.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The Releases screen's answer in a sentence, and what stands below it. */
final class ReleasesWords {
    private ReleasesWords() {}

    static String head(ReleasesState state) {
        List<String> all = sentences(state);
        if (!all.isEmpty()) {
            return all.getFirst();
        }
        boolean whole =
                state.environments().stream()
                        .allMatch(e -> state.column(e.name()) instanceof Shown.Ready<?>);
        if (!whole) {
            return Texts.of("releases.looking");
        }
        boolean same =
                state.environments().stream()
                        .flatMap(e -> state.column(e.name()).known().stream().flatMap(List::stream))
                        .allMatch(a -> a.next() instanceof Arrow.Same);
        return Texts.of(same ? "releases.all-same" : "releases.nothing-waits");
    }

    static String below(ReleasesState state) {
        List<String> all = sentences(state);
        List<String> rest = all.size() < 2 ? List.of() : all.subList(1, Math.min(4, all.size()));
        return String.join(" ", rest);
    }

    /** Later environments first: what waits for production matters most. */
    private static List<String> sentences(ReleasesState state) {
        List<String> all = new ArrayList<>();
        for (Environment environment : state.environments().reversed()) {
            state.column(environment.name())
                    .trouble()
                    .ifPresent(p ->
                            all.add(Texts.of("releases.unread", environment.name(), p.sentence())));
            for (Service service : state.services()) {
                sentence(state, new Place(service.name(), environment.name())).ifPresent(all::add);
            }
        }
        return all;
    }

    private static String judged(Place place, Arrow.Candidate candidate, GateResult gate) {
        return Texts.of(
                "releases.level." + gate.level(),
                place.service(),
                ReleaseName.words(candidate.release()),
                place.environment(),
                gate.findings().stream().filter(f -> f.level().equals(gate.level())).count());
    }

    private static Optional<String> sentence(ReleasesState state, Place place) {
        return state.arrow(place).known().flatMap(arrow -> sentence(state, place, arrow));
    }

    private static Optional<String> sentence(ReleasesState state, Place place, Arrow arrow) {
        return switch (arrow.next()) {
            case Arrow.Candidate candidate ->
                    Optional.of(
                            state.detail(place)
                                    .flatMap(Shown::known)
                                    .map(d -> judged(place, candidate, d.gate()))
                                    .orElse(
                                            Texts.of(
                                                    "releases.candidate",
                                                    place.service(),
                                                    ReleaseName.words(candidate.release()),
                                                    place.environment())));
            case Arrow.Open open ->
                    Optional.of(
                            Texts.of(
                                    "releases.open",
                                    place.service(),
                                    ReleaseName.words(open.release()),
                                    place.environment(),
                                    open.why()));
            case Arrow.Unknown unknown ->
                    Optional.of(Texts.of("releases.unknown", place.service(), place.environment()));
            case Arrow.Same same -> Optional.empty();
            case Arrow.Nothing nothing -> Optional.empty();
        };
    }
}
