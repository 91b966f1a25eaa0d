package dev.drawbridge.testbed;

import java.util.List;

/**
 * Someone with a token of their own on a cluster of the testbed.
 *
 * @param name the user name that the API server sees
 * @param groups the groups it sees, besides its own
 */
public record Person(String name, List<String> groups) {
    public Person {
        groups = List.copyOf(groups);
    }

    public Person(String name, String group) {
        this(name, List.of(group));
    }

    /** Has every right. */
    public static final Person ADMIN = new Person("admin", "system:masters");

    /**
     * The people of the testbed. They have no rights until a test gives their groups some; {@link
     * #ADMIN} has all.
     */
    public static final List<Person> ALL =
            List.of(
                    ADMIN,
                    new Person("rita", "developers"),
                    new Person("omar", "release-managers"),
                    new Person("sam", "sre"),
                    new Person("lee", "sre-lead"),
                    new Person("cora", "compliance"),
                    new Person("pat", "platform"),
                    new Person("eve", "editors"),
                    new Person("view", "viewers"));
}
