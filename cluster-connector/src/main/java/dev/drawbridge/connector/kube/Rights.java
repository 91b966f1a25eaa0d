package dev.drawbridge.connector.kube;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which rights an act on an environment wants. Roles say who may make which record by {@code
 * create} on invented resources of the group {@value #GROUP} that are named as the record kinds;
 * the records themselves are ConfigMaps. Without state; any thread.
 */
public final class Rights {

    /** The API group of the invented resources; no resource definition stands behind it. */
    public static final String GROUP = "drawbridge.dev";

    /** The object that lists what may run, in the records namespace. */
    public static final String RELEASE_LIST = "release-list";

    /** What a person may want to do in an environment. */
    public enum Action {
        SEE,
        REQUEST,
        APPROVE,
        GRANT,
        PROMOTE,
        ROLLBACK,
        FREEZE,
        SETUP
    }

    private static final List<String> LOOK = List.of("get", "list", "watch");

    private Rights() {}

    /** The right to make a record of a kind ({@code request}, {@code approval} …). */
    public static Right record(String kind, String recordsNamespace) {
        return new Right("create", GROUP, kind, recordsNamespace, null);
    }

    /**
     * All that an act wants.
     *
     * @param namespace where the workloads run
     * @param recordsNamespace where the records lie; may be the same
     * @param workloads the kinds of the services' workloads as {@code plural.group} ({@code
     *     deployments.apps})
     */
    public static List<Right> wanted(
            Action action,
            String namespace,
            String recordsNamespace,
            Collection<String> workloads) {
        Wanted wanted = new Wanted();
        see(wanted, namespace, recordsNamespace, workloads);
        switch (action) {
            case SEE -> {}
            case REQUEST -> wanted.records(recordsNamespace, "request");
            case APPROVE -> wanted.records(recordsNamespace, "approval", "refusal");
            case GRANT -> {
                wanted.records(recordsNamespace, "grant");
                wanted.add("patch", "", "configmaps", recordsNamespace, RELEASE_LIST);
            }
            case PROMOTE -> {
                wanted.records(recordsNamespace, "step", "outcome");
                drive(wanted, namespace, recordsNamespace, workloads);
            }
            case ROLLBACK -> {
                wanted.records(recordsNamespace, "rollback", "step", "outcome");
                drive(wanted, namespace, recordsNamespace, workloads);
            }
            case FREEZE -> wanted.records(recordsNamespace, "freeze", "end");
            case SETUP -> setup(wanted, recordsNamespace);
        }
        return List.copyOf(wanted.rights);
    }

    private static void see(
            Wanted wanted, String namespace, String records, Collection<String> workloads) {
        wanted.add("get", "", "namespaces", null, "kube-system");
        wanted.add("get", "", "namespaces", null, records);
        for (String verb : LOOK) {
            workloads.forEach(workload -> wanted.workload(verb, workload, namespace));
            wanted.add(verb, "apps", "replicasets", namespace, null);
            wanted.add(verb, "", "pods", namespace, null);
            wanted.add(verb, "", "configmaps", records, null);
        }
        wanted.add("list", "", "events", namespace, null);
        wanted.add("get", "coordination.k8s.io", "leases", records, null);
    }

    private static void drive(
            Wanted wanted, String namespace, String records, Collection<String> workloads) {
        for (String verb : List.of("create", "update", "patch")) {
            wanted.add(verb, "coordination.k8s.io", "leases", records, null);
        }
        workloads.forEach(workload -> wanted.workload("patch", workload, namespace));
        wanted.add("get", "", "configmaps", namespace, null);
        wanted.add("create", "", "configmaps", namespace, null);
        wanted.add("patch", "", "configmaps", records, RELEASE_LIST);
    }

    private static void setup(Wanted wanted, String records) {
        String admission = "admissionregistration.k8s.io";
        String roles = "rbac.authorization.k8s.io";
        for (String verb : List.of("get", "create", "patch")) {
            wanted.add(verb, "", "namespaces", null, null);
            wanted.add(verb, admission, "validatingadmissionpolicies", null, null);
            wanted.add(verb, admission, "validatingadmissionpolicybindings", null, null);
            wanted.add(verb, roles, "roles", records, null);
            wanted.add(verb, roles, "rolebindings", records, null);
            wanted.add(verb, "", "configmaps", records, null);
        }
        wanted.add("bind", roles, "roles", records, null);
        wanted.add("escalate", roles, "roles", records, null);
        wanted.records(records, "upkeep", "pins");
    }

    private static final class Wanted {
        private final LinkedHashSet<Right> rights = new LinkedHashSet<>();

        void add(
                String verb,
                String group,
                String resource,
                @Nullable String namespace,
                @Nullable String name) {
            rights.add(new Right(verb, group, resource, namespace, name));
        }

        void workload(String verb, String workload, String namespace) {
            int dot = workload.indexOf('.');
            add(
                    verb,
                    dot < 0 ? "" : workload.substring(dot + 1),
                    dot < 0 ? workload : workload.substring(0, dot),
                    namespace,
                    null);
        }

        void records(String namespace, String... kinds) {
            add("create", "", "configmaps", namespace, null);
            new ArrayList<>(List.of(kinds)).forEach(kind -> rights.add(record(kind, namespace)));
        }
    }
}
