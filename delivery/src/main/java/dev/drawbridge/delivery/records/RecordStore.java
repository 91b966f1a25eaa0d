package dev.drawbridge.delivery.records;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.kube.ClusterConnection;
import dev.drawbridge.connector.kube.Identity;
import dev.drawbridge.connector.kube.Right;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of one environment. Every answer is read from the API server; nothing is remembered
 * between calls. Blocks on the network: call it from a virtual thread.
 */
public final class RecordStore {
    /** Label that says which kind a record is. */
    public static final String KIND = "drawbridge.dev/kind";

    /** Label that names the service a record is about. */
    public static final String SERVICE = "drawbridge.dev/service";

    /** Label that names the promotion a record belongs to: its request's name. */
    public static final String PROMOTION = "drawbridge.dev/promotion";

    /** How many names are tried before it is said that others took them. */
    private static final int MOST_NAMES = 20;

    private static final Logger log = LoggerFactory.getLogger(RecordStore.class);

    private final ClusterConnection cluster;
    private final String namespace;

    /** The records in {@code namespace} of {@code cluster}. */
    public RecordStore(ClusterConnection cluster, String namespace) {
        this.cluster = cluster;
        this.namespace = namespace;
    }

    /** The namespace the records lie in. */
    public String namespace() {
        return namespace;
    }

    /**
     * Writes a record in the caller's own name.
     *
     * @param service the service it is about; empty for the environment itself
     * @param promotion the request's name; empty where it belongs to none
     * @throws ConnectorException CONFLICT when one of that name is there, DENIED when the cluster
     *     refuses it
     */
    public <T extends RecordBody> ReleaseRecord<T> create(
            String name, String service, String promotion, T body) {
        ConfigMap made = createConfigMap(manifest(name, service, promotion, body));
        return read(made, body);
    }

    /**
     * As {@link #create}, or the record that is there already under that name, whoever made it: for
     * what any desk that drives writes for all, and only they may write.
     */
    public <T extends RecordBody> ReleaseRecord<T> createOrFind(
            String name, String service, String promotion, T body, Class<T> type) {
        try {
            return create(name, service, promotion, body);
        } catch (ConnectorException e) {
            if (e.kind() != ConnectorException.Kind.CONFLICT) {
                throw e;
            }
            return find(name, type).orElseThrow(() -> e);
        }
    }

    /**
     * As {@link #create}, or the caller's own record that says the same already. Names can be
     * foreseen and anybody may take one first, so where somebody else's record, or one about
     * another thing, lies under the name, the next is tried: {@code <name>-2} and on.
     *
     * @param same whether a body says what this one does
     * @throws ConnectorException CONFLICT where all the names tried are taken; DENIED as {@link
     *     #create}
     */
    public <T extends RecordBody> ReleaseRecord<T> createOrFindOwn(
            String name,
            String service,
            String promotion,
            T body,
            Class<T> type,
            Predicate<T> same) {
        String me = cluster.whoAmI().username();
        for (int n = 1; ; n++) {
            String next = n == 1 ? name : name + "-" + n;
            try {
                return create(next, service, promotion, body);
            } catch (ConnectorException e) {
                if (e.kind() != ConnectorException.Kind.CONFLICT) {
                    throw e;
                }
                Optional<ReleaseRecord<T>> own =
                        find(next, type)
                                .filter(record -> record.who().equals(me))
                                .filter(record -> same.test(record.body()));
                if (own.isPresent()) {
                    return own.get();
                }
                if (n == MOST_NAMES) {
                    throw new ConnectorException(
                            e.kind(),
                            "write record "
                                    + namespace
                                    + "/"
                                    + name
                                    + ": others took that name and the "
                                    + (MOST_NAMES - 1)
                                    + " after it; `kubectl -n "
                                    + namespace
                                    + " get configmaps` shows them, and the platform role looks who made them.",
                            e);
                }
            }
        }
    }

    /**
     * The object that {@link #create} would send, for showing it as a {@code kubectl create} line.
     */
    public ConfigMap manifest(String name, String service, String promotion, RecordBody body) {
        Identity me = cluster.whoAmI();
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(KIND, body.kind().label());
        if (!service.isEmpty()) {
            labels.put(SERVICE, service);
        }
        if (!promotion.isEmpty()) {
            labels.put(PROMOTION, promotion);
        }
        Object content = body instanceof RecordBody.Other other ? other.content() : body;
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .withLabels(labels)
                .endMetadata()
                .withImmutable(true)
                .addToData("who", me.username())
                .addToData("groups", String.join("\n", me.groups()))
                .addToData("body", RecordJson.write(content))
                .build();
    }

    /** The record of that name, if there is one and it reads as {@code type}. */
    public <T extends RecordBody> Optional<ReleaseRecord<T>> find(String name, Class<T> type) {
        return reading(
                        "read record " + namespace + "/" + name,
                        "get",
                        k ->
                                Optional.ofNullable(
                                        k.configMaps().inNamespace(namespace).withName(name).get()),
                        Optional.<ConfigMap>empty())
                .map(this::read)
                .filter(r -> type.isInstance(r.body()))
                .map(r -> cast(r, type));
    }

    /** Every record of the namespace, oldest first. */
    public Records all() {
        return list(Map.of());
    }

    /** Every record about a service, oldest first. */
    public Records ofService(String service) {
        return list(Map.of(SERVICE, service));
    }

    /** Every record of a kind, oldest first. */
    public Records ofKind(RecordKind kind) {
        return list(Map.of(KIND, kind.label()));
    }

    private Records list(Map<String, String> labels) {
        List<ConfigMap> found =
                reading(
                        "list the records in namespace " + namespace,
                        "list",
                        k -> {
                            var maps = k.configMaps().inNamespace(namespace).withLabels(labels);
                            // a label that must only be there would replace the value it must have
                            return (labels.containsKey(KIND) ? maps : maps.withLabel(KIND))
                                    .list()
                                    .getItems();
                        },
                        List.of());
        List<ReleaseRecord<? extends RecordBody>> records = new ArrayList<>();
        for (ConfigMap map : found) {
            records.add(read(map));
        }
        return Records.of(records);
    }

    /**
     * As the connection reads; who may not is told who gives the right, and by which line. With a
     * namespace that is gone the rights in it are gone too: what it held is {@code absent} then, as
     * it is for somebody who has rights everywhere.
     */
    private <T> T reading(
            String what, String verb, Function<KubernetesClient, T> request, T absent) {
        try {
            return cluster.read(what, request);
        } catch (ConnectorException e) {
            Right right = new Right(verb, "", "configmaps", namespace, null);
            if (e.kind() != ConnectorException.Kind.DENIED || cluster.may(right)) {
                throw e;
            }
            if (isGone()) {
                return absent;
            }
            String user = cluster.whoAmI().username();
            throw new ConnectorException(
                    e.kind(),
                    what
                            + ": "
                            + user
                            + " has not the right to "
                            + right.words()
                            + "; the platform role gives it to groups under roles: reader in the workspace, or to you"
                            + " alone by kubectl -n "
                            + namespace
                            + " create rolebinding reader-"
                            + user.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-")
                            + " --clusterrole=view --user="
                            + (user.matches("[\\w.@:/-]+")
                                    ? user
                                    : "'" + user.replace("'", "'\\''") + "'")
                            + ".",
                    e);
        }
    }

    /** Whether the namespace is known not to be there. */
    private boolean isGone() {
        return cluster.may(new Right("get", "", "namespaces", null, namespace))
                && cluster.read(
                                "read namespace " + namespace,
                                k -> Optional.ofNullable(k.namespaces().withName(namespace).get()))
                        .isEmpty();
    }

    /** Who may write no record at all is told of the kind and the roles too. */
    private ConfigMap createConfigMap(ConfigMap map) {
        String what = "write record " + namespace + "/" + map.getMetadata().getName();
        try {
            return cluster.ask(what, k -> k.resource(map).create());
        } catch (ConnectorException e) {
            Right right = new Right("create", "", "configmaps", namespace, null);
            if (e.kind() != ConnectorException.Kind.DENIED || !lacks(right)) {
                throw e;
            }
            throw new ConnectorException(
                    e.kind(),
                    what
                            + ": "
                            + cluster.whoAmI().username()
                            + " has not the right to "
                            + right.words()
                            + " and so makes no "
                            + map.getMetadata().getLabels().get(KIND)
                            + " there; the platform role gives it to the groups under roles in the workspace"
                            + " (`drawbridge connect test` shows all that is missing, "
                            + right.canI()
                            + " this right)",
                    e);
        }
    }

    /** Whether that is why it was refused; where nobody tells, the refusal stands as it is. */
    private boolean lacks(Right right) {
        try {
            return !cluster.may(right);
        } catch (ConnectorException e) {
            return false;
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends RecordBody> ReleaseRecord<T> cast(
            ReleaseRecord<?> record, Class<T> type) {
        if (!type.isInstance(record.body())) {
            throw new IllegalArgumentException(
                    "record " + record.name() + " is no " + type.getSimpleName());
        }
        return (ReleaseRecord<T>) record;
    }

    private ReleaseRecord<? extends RecordBody> read(ConfigMap map) {
        String label =
                Optional.ofNullable(map.getMetadata().getLabels())
                        .orElse(Map.of())
                        .getOrDefault(KIND, "");
        Optional<RecordKind> kind = RecordKind.of(label);
        if (kind.isEmpty()) {
            return read(
                    map,
                    new RecordBody.Unreadable(
                            RecordKind.END, unreadable(map, "no kind is called " + label)));
        }
        boolean done = map.getMetadata().getName().endsWith("-done");
        try {
            return read(
                    map,
                    RecordBodies.read(
                            kind.get(),
                            done,
                            Objects.requireNonNullElse(data(map).get("body"), "")));
        } catch (JsonProcessingException e) {
            log.debug("record {} doesn't read", map.getMetadata().getName(), e);
            return read(
                    map,
                    new RecordBody.Unreadable(
                            kind.get(), unreadable(map, "its body isn't that of a " + label)));
        }
    }

    private static <T extends RecordBody> ReleaseRecord<T> read(ConfigMap map, T body) {
        Map<String, String> data = data(map);
        String groups = data.getOrDefault("groups", "");
        Map<String, String> labels =
                Optional.ofNullable(map.getMetadata().getLabels()).orElse(Map.of());
        return new ReleaseRecord<>(
                body.kind(),
                map.getMetadata().getName(),
                map.getMetadata().getUid(),
                RecordJson.sha256OfData(data),
                Instant.parse(map.getMetadata().getCreationTimestamp()),
                data.getOrDefault("who", ""),
                groups.isEmpty() ? List.of() : List.of(groups.split("\n")),
                labels.getOrDefault(SERVICE, ""),
                labels.getOrDefault(PROMOTION, ""),
                body);
    }

    private static Map<String, String> data(ConfigMap map) {
        return Optional.ofNullable(map.getData()).orElse(Map.of());
    }

    private String unreadable(ConfigMap map, String why) {
        return "record "
                + namespace
                + "/"
                + map.getMetadata().getName()
                + " can't be read: "
                + why
                + "; nothing is decided on it";
    }
}
