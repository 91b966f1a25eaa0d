package dev.drawbridge.practice.world;

import dev.drawbridge.practice.world.WorldSpec.Person;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The people who are in every practice world, and the groups they may be in. */
final class Household {
    /** Groups that have rights somewhere. */
    static final Set<String> GROUPS =
            Set.of(
                    "developers",
                    "release-managers",
                    "sre",
                    "sre-lead",
                    "compliance",
                    "platform",
                    "viewers");

    /** Who is there unless a scenario says otherwise. */
    private static final List<Person> ALWAYS =
            List.of(
                    of("rita", "developers"),
                    of("omar", "release-managers"),
                    of("sam", "sre"),
                    of("cora", "compliance"),
                    of("lee", "sre-lead"),
                    of("pat", "platform"),
                    of("vera", "viewers"),
                    of("dina", "developers"),
                    of("theo", "developers"));

    private Household() {}

    private static Person of(String name, String group) {
        return new Person(name, List.of(group), null, false);
    }

    /** Those of the scenario before those who are always there, each name once. */
    static List<Person> people(WorldSpec spec) {
        Map<String, Person> all = new LinkedHashMap<>();
        ALWAYS.forEach(p -> all.put(p.name(), p));
        spec.people().forEach(p -> all.put(p.name(), p));
        return new ArrayList<>(all.values());
    }

    /** The address in a person's commits. */
    static String mail(Person person) {
        String git = person.git();
        return git == null ? mail(person.name()) : git;
    }

    /** The address of one who is in no list. */
    static String mail(String name) {
        return name + "@shop.example";
    }

    /** A name as people write it. */
    static String fullName(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
