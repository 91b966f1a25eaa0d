package dev.drawbridge.connector.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drawbridge.connector.kube.FieldOwner.Kind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whose a container's image field is, from an object's {@code managedFields} (fieldsV1,
 * kubernetes.io "Server-Side Apply") and the marks that operators leave. Reads what it is given;
 * any thread.
 */
public final class ImageOwner {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Where pod templates lie: workloads, CronJobs, bare Pods. */
    private static final List<List<String>> POD_SPECS =
            List.of(
                    List.of("f:spec", "f:template", "f:spec"),
                    List.of("f:spec", "f:jobTemplate", "f:spec", "f:template", "f:spec"),
                    List.of("f:spec"));

    /** The operator that marked the object. */
    private record Mark(Kind kind, @Nullable String application, @Nullable String namespace) {}

    /**
     * The owner of {@code containers[name=container].image}. Where several have set it: one that
     * puts changes back before others, then the latest. An operator whose marks the object bears is
     * named even if another has written the field since, for it would put it back.
     *
     * @return empty when nobody is on record and no mark is there: can't tell
     */
    public Optional<FieldOwner> of(HasMetadata workload, String container) {
        ObjectMeta meta = workload.getMetadata();
        List<ManagedFieldsEntry> entries =
                meta.getManagedFields() == null ? List.of() : meta.getManagedFields();
        Optional<Mark> mark = mark(meta, entries);
        Optional<FieldOwner> owner =
                entries.stream()
                        .filter(entry -> hasImage(entry, container))
                        .map(entry -> owner(entry, mark.orElse(null)))
                        .max(
                                Comparator.comparing((FieldOwner candidate) ->
                                                candidate.kind().putsBack())
                                        .thenComparing(candidate ->
                                                Objects.requireNonNullElse(
                                                        candidate.time(), Instant.MIN)));
        Optional<Mark> operator = mark.filter(found -> found.kind().putsBack());
        if (operator.isPresent() && owner.filter(found -> found.kind().putsBack()).isEmpty()) {
            Mark found = operator.get();
            return Optional.of(
                    new FieldOwner(
                            owner.map(FieldOwner::manager).orElse(FieldOwner.NOT_RECORDED),
                            owner.map(FieldOwner::operation).orElse(null),
                            owner.map(FieldOwner::time).orElse(null),
                            found.kind(),
                            found.application(),
                            found.namespace()));
        }
        return owner;
    }

    private static FieldOwner owner(ManagedFieldsEntry entry, @Nullable Mark mark) {
        String manager = Objects.requireNonNullElse(entry.getManager(), "");
        Kind kind = kind(manager);
        Mark own = mark != null && mark.kind() == kind ? mark : null;
        return new FieldOwner(
                manager,
                entry.getOperation(),
                time(entry.getTime()),
                kind,
                own == null ? null : own.application(),
                own == null ? null : own.namespace());
    }

    private static Kind kind(String manager) {
        return switch (manager) {
            case "drawbridge" -> Kind.DRAWBRIDGE;
            case "argocd-controller", "argocd-application-controller" -> Kind.ARGO_CD;
            case "kustomize-controller" -> Kind.FLUX_KUSTOMIZATION;
            case "helm-controller" -> Kind.FLUX_HELM_RELEASE;
            case "rollouts-controller" -> Kind.ARGO_ROLLOUTS;
            case "flagger" -> Kind.FLAGGER;
            case "helm", "Helm" -> Kind.HELM;
            default ->
                    manager.equals("kubectl") || manager.startsWith("kubectl-")
                            ? Kind.KUBECTL
                            : Kind.OTHER;
        };
    }

    private static Optional<Mark> mark(ObjectMeta meta, List<ManagedFieldsEntry> entries) {
        Map<String, String> labels = Objects.requireNonNullElse(meta.getLabels(), Map.of());
        Map<String, String> annotations =
                Objects.requireNonNullElse(meta.getAnnotations(), Map.of());
        String tracking = annotations.get("argocd.argoproj.io/tracking-id");
        if (tracking != null) {
            return Optional.of(argo(tracking.split(":", 2)[0]));
        }
        String instance = labels.get("app.kubernetes.io/instance");
        if (instance != null
                && entries.stream()
                        .anyMatch(entry -> kind(text(entry.getManager())) == Kind.ARGO_CD)) {
            return Optional.of(argo(instance));
        }
        for (var flux :
                Map.of("kustomize", Kind.FLUX_KUSTOMIZATION, "helm", Kind.FLUX_HELM_RELEASE)
                        .entrySet()) {
            String name = labels.get(flux.getKey() + ".toolkit.fluxcd.io/name");
            if (name != null) {
                return Optional.of(
                        new Mark(
                                flux.getValue(),
                                name,
                                labels.get(flux.getKey() + ".toolkit.fluxcd.io/namespace")));
            }
        }
        String release = annotations.get("meta.helm.sh/release-name");
        return release == null
                ? Optional.empty()
                : Optional.of(
                        new Mark(
                                Kind.HELM,
                                release,
                                annotations.get("meta.helm.sh/release-namespace")));
    }

    /** Argo CD writes {@code namespace_name} for an application outside its own namespace. */
    private static Mark argo(String application) {
        int underscore = application.indexOf('_');
        return underscore < 0
                ? new Mark(Kind.ARGO_CD, application, null)
                : new Mark(
                        Kind.ARGO_CD,
                        application.substring(underscore + 1),
                        application.substring(0, underscore));
    }

    private static boolean hasImage(ManagedFieldsEntry entry, String container) {
        if (entry.getFieldsV1() == null || !text(entry.getSubresource()).isEmpty()) {
            return false;
        }
        Map<?, ?> fields = entry.getFieldsV1().getAdditionalProperties();
        return POD_SPECS.stream()
                .anyMatch(path -> {
                    Object at = fields;
                    for (String step : path) {
                        at = at instanceof Map<?, ?> map ? map.get(step) : null;
                    }
                    return at instanceof Map<?, ?> spec
                            && spec.get("f:containers") instanceof Map<?, ?> containers
                            && containers.entrySet().stream()
                                    .anyMatch(item ->
                                            names(item.getKey(), container)
                                                    && item.getValue() instanceof Map<?, ?> owned
                                                    && owned.containsKey("f:image"));
                });
    }

    /** Whether a list key such as {@code k:{"name":"app"}} is this container's. */
    private static boolean names(Object key, String container) {
        String text = String.valueOf(key);
        if (!text.startsWith("k:")) {
            return false;
        }
        try {
            return JSON.readTree(text.substring(2)).path("name").asText().equals(container);
        } catch (JsonProcessingException e) {
            // a key of a shape that the server doesn't write names no container
            return false;
        }
    }

    private static @Nullable Instant time(@Nullable String text) {
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            // shown as not recorded
            return null;
        }
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
