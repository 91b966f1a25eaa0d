package dev.drawbridge.delivery.workspace;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A workspace file, read and checked: every name in it resolves, every path is absolute, and {@code
 * after} has no cycle.
 *
 * @param name the workspace's name
 * @param team who it belongs to, if the file says so
 * @param connections registries and policy engine
 * @param roles the groups of the cluster that hold each role; a role without groups is absent
 * @param environments in the file's order; {@link #order()} gives the order of promotion
 * @param services in the file's order
 * @param people who is behind cluster users and Git addresses
 * @param trust the keys whose signatures count, in the file's order
 * @param file the file itself, absolute
 */
public record Workspace(
        String name,
        @Nullable String team,
        Connections connections,
        Map<Role, List<String>> roles,
        List<Environment> environments,
        List<Service> services,
        List<Person> people,
        List<TrustKey> trust,
        Path file) {

    public Workspace {
        roles = roles.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(roles));
        environments = List.copyOf(environments);
        services = List.copyOf(services);
        people = List.copyOf(people);
        trust = List.copyOf(trust);
    }

    /**
     * The environment of that name; a {@link WorkspaceException} that names the ones there are if
     * there is none.
     */
    public Environment environment(String wanted) {
        return findEnvironment(wanted)
                .orElseThrow(() ->
                        WorkspaceException.noSuch(
                                "environment",
                                wanted,
                                file,
                                environments.stream().map(Environment::name).toList()));
    }

    /** The environment of that name, if there is one. */
    public Optional<Environment> findEnvironment(String wanted) {
        return environments.stream().filter(e -> e.name().equals(wanted)).findFirst();
    }

    /**
     * The service of that name; a {@link WorkspaceException} that names the ones there are if there
     * is none.
     */
    public Service service(String wanted) {
        return findService(wanted)
                .orElseThrow(() ->
                        WorkspaceException.noSuch(
                                "service",
                                wanted,
                                file,
                                services.stream().map(Service::name).toList()));
    }

    /** The service of that name, if there is one. */
    public Optional<Service> findService(String wanted) {
        return services.stream().filter(s -> s.name().equals(wanted)).findFirst();
    }

    /** The groups that hold a role; empty if the file gives it to none. */
    public List<String> groups(Role role) {
        return roles.getOrDefault(role, List.of());
    }

    /**
     * The environments in the order of promotion: each behind all that it comes {@code after}, else
     * as in the file.
     */
    public List<Environment> order() {
        List<Environment> left = new ArrayList<>(environments);
        Set<String> placed = new LinkedHashSet<>();
        List<Environment> order = new ArrayList<>();
        while (!left.isEmpty()) {
            Environment next =
                    left.stream()
                            .filter(e -> placed.containsAll(e.after()))
                            .findFirst()
                            .orElseThrow(() ->
                                    new IllegalStateException(
                                            "'after' has a cycle, which the reader refuses"));
            left.remove(next);
            placed.add(next.name());
            order.add(next);
        }
        return List.copyOf(order);
    }

    /** Where a candidate enters: the first environment in {@link #order()}. */
    public Environment first() {
        return order().getFirst();
    }

    /** The environments that come directly after this one. */
    public List<Environment> following(Environment environment) {
        return order().stream().filter(e -> e.after().contains(environment.name())).toList();
    }

    /** The person who has this user name in a cluster, if the file knows one. */
    public Optional<Person> personOfClusterUser(String user) {
        return people.stream().filter(p -> p.cluster().contains(user)).findFirst();
    }

    /**
     * The person who has this Git address, compared without regard to case, if the file knows one.
     */
    public Optional<Person> personOfGitAddress(String address) {
        return people.stream()
                .filter(p -> p.git().stream().anyMatch(address::equalsIgnoreCase))
                .findFirst();
    }
}
