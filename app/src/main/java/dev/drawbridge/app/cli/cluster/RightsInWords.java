package dev.drawbridge.app.cli.cluster;

import dev.drawbridge.connector.kube.Right;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rights in few words: by namespace, and what is wanted with the same verbs together. */
final class RightsInWords {
    private RightsInWords() {}

    /**
     * Such as {@code in shop-releases to create configmaps, approval; patch configmaps/release-list
     * – in shop to patch deployments}.
     */
    static String of(Collection<Right> rights) {
        Map<String, Map<String, Set<String>>> places = new LinkedHashMap<>();
        for (Right right : rights) {
            String place = right.namespace() == null ? "the cluster" : right.namespace();
            String object =
                    right.name() == null ? right.resource() : right.resource() + "/" + right.name();
            places.computeIfAbsent(place, p -> new LinkedHashMap<>())
                    .computeIfAbsent(object, o -> new LinkedHashSet<>())
                    .add(right.verb());
        }
        List<String> words = new ArrayList<>();
        places.forEach((place, verbs) -> words.add("in " + place + " to " + sameVerbs(verbs)));
        return String.join(" – ", words);
    }

    private static String sameVerbs(Map<String, Set<String>> verbsOf) {
        Map<String, List<String>> objects = new LinkedHashMap<>();
        verbsOf.forEach((object, verbs) ->
                objects.computeIfAbsent(String.join("/", verbs), v -> new ArrayList<>())
                        .add(object));
        List<String> words = new ArrayList<>();
        objects.forEach((verbs, all) -> words.add(verbs + " " + String.join(", ", all)));
        return String.join("; ", words);
    }
}
