package dev.drawbridge.delivery.workspace;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The workload of a service, and where it is called otherwise.
 *
 * @param kind {@code Deployment}
 * @param name its name
 * @param container the one whose image is promoted
 * @param environments by environment, what differs there
 */
public record WorkloadRef(
        String kind, String name, String container, Map<String, Difference> environments) {

    public WorkloadRef {
        environments = Map.copyOf(environments);
    }

    /** Its name in an environment. */
    public String nameIn(Environment environment) {
        Difference there = environments.get(environment.name());
        return there == null || there.name() == null ? name : there.name();
    }

    /** The container's name in an environment. */
    public String containerIn(Environment environment) {
        Difference there = environments.get(environment.name());
        return there == null || there.container() == null ? container : there.container();
    }

    /** What is called otherwise in one environment; null: the same. */
    public record Difference(@Nullable String name, @Nullable String container) {}
}
