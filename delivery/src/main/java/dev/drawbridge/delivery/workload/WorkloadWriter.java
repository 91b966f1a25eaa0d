package dev.drawbridge.delivery.workload;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.kube.ClusterConnection;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.Optional;

/**
 * Writes to a Deployment: its fence, and the one image field. Each write carries the resource
 * version that was read, so that nothing is written over what nobody looked at. Blocks on the
 * network.
 */
public final class WorkloadWriter {
    /** Owner of the image field that a rollout sets. */
    public static final String MANAGER = "drawbridge";

    /**
     * Owner of the fence, apart from the image so that neither write takes the other's field off.
     */
    static final String FENCE_MANAGER = "drawbridge-fence";

    private static final int TRIES = 8;

    private final ClusterConnection cluster;
    private final WorkloadReader reader;

    public WorkloadWriter(ClusterConnection cluster, WorkloadReader reader) {
        this.cluster = cluster;
        this.reader = reader;
    }

    /**
     * Takes the fence of a workload for {@code owner}: one above the highest number seen. A status
     * update moves the resource version all the time, so a conflict is looked at and tried again.
     */
    public Fence takeFence(WorkloadPlace place, String owner) {
        return retrying(() -> {
            Deployment now = reader.deployment(place);
            Fence fence = new Fence(Fence.numberOn(now) + 1, owner);
            ObjectNode change = JsonNodeFactory.instance.objectNode();
            ObjectNode metadata = change.putObject("metadata");
            metadata.put("resourceVersion", now.getMetadata().getResourceVersion());
            metadata.putObject("annotations").put(Fence.ANNOTATION, fence.toString());
            PatchContext how =
                    new PatchContext.Builder()
                            .withPatchType(PatchType.JSON_MERGE)
                            .withFieldManager(FENCE_MANAGER)
                            .build();
            cluster.ask(
                    "fence deployment " + place,
                    k ->
                            k.apps()
                                    .deployments()
                                    .inNamespace(place.namespace())
                                    .withName(place.name())
                                    .patch(how, change.toString()));
            return fence;
        });
    }

    /**
     * Sets the image under a fence, by server-side apply of that one field.
     *
     * @param force takes the field from whoever owns it
     * @throws FencedOff when a newer rollout or rollback has fenced this one off
     */
    public void setImage(WorkloadPlace place, String image, Fence fence, boolean force) {
        retrying(() -> {
            Deployment now = reader.deployment(place);
            Optional<Fence> standing = Fence.of(now);
            if (!standing.equals(Optional.of(fence))) {
                throw new FencedOff(standing.map(Fence::toString).orElse("no fence at all"));
            }
            cluster.serverSideApply(
                    "set the image of deployment " + place,
                    manifest(place, image, fence, now),
                    MANAGER,
                    force,
                    false);
            return fence;
        });
    }

    private static ObjectNode manifest(
            WorkloadPlace place, String image, Fence fence, Deployment now) {
        ObjectNode manifest = JsonNodeFactory.instance.objectNode();
        manifest.put("apiVersion", "apps/v1").put("kind", "Deployment");
        ObjectNode metadata = manifest.putObject("metadata");
        metadata.put("name", place.name()).put("namespace", place.namespace());
        metadata.put("resourceVersion", now.getMetadata().getResourceVersion());
        // the same fence again: a late write under an older one is refused with it
        metadata.putObject("annotations").put(Fence.ANNOTATION, fence.toString());
        manifest.putObject("spec")
                .putObject("template")
                .putObject("spec")
                .putArray("containers")
                .addObject()
                .put("name", place.container())
                .put("image", image);
        return manifest;
    }

    private interface Attempt<T> {
        T run();
    }

    private static <T> T retrying(Attempt<T> attempt) {
        for (int i = 1; ; i++) {
            try {
                return attempt.run();
            } catch (ConnectorException e) {
                if (e.kind() != ConnectorException.Kind.CONFLICT || i == TRIES) {
                    throw e;
                }
                Pace.REAL.await(Duration.ofMillis(20L * i));
            }
        }
    }

    /** A newer rollout or rollback wrote its fence: this one writes nothing more. */
    public static final class FencedOff extends RuntimeException {
        FencedOff(String standing) {
            super(
                    "the workload is fenced by "
                            + standing
                            + " now, so nothing more is written here");
        }
    }
}
