package dev.drawbridge.delivery.rollout;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.kube.ClusterConnection;
import dev.drawbridge.delivery.workload.Pace;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Lease under which one desk at a time takes a service forward in an environment.
 *
 * <p>Who holds it is judged by change observed on this machine's monotonic clock: a holder whose
 * renewals stop for the Lease's length has lost it, whatever anybody's wall clock says. While held,
 * a thread of its own renews it.
 */
public final class ServiceLease implements AutoCloseable {
    /** How long a Lease is good for without a renewal. */
    public static final Duration LENGTH = Duration.ofSeconds(15);

    private static final Duration RENEWAL = Duration.ofSeconds(4);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Logger log = LoggerFactory.getLogger(ServiceLease.class);

    private final ClusterConnection cluster;
    private final String namespace;
    private final String name;
    private final String holder;
    private final AtomicBoolean lost = new AtomicBoolean();
    private final Thread renewal;

    private ServiceLease(ClusterConnection cluster, String namespace, String name, String holder) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.name = name;
        this.holder = holder;
        this.renewal = Thread.ofVirtual().name("lease-" + name).start(this::keep);
    }

    /** The Lease's name for a service. */
    public static String nameOf(String service) {
        return "drawbridge-" + service;
    }

    /** The Lease as it stands, if there is one. */
    public static Optional<Lease> look(
            ClusterConnection cluster, String namespace, String service) {
        return Optional.ofNullable(get(cluster, namespace, nameOf(service)));
    }

    /**
     * Takes the Lease, waiting for another holder to let go or to fall silent.
     *
     * @param desk this desk's id
     * @param patience how long to wait; must exceed {@link #LENGTH} to take over from one that fell
     *     silent
     * @throws ConnectorException CONFLICT naming the holder when it was still renewed at the end
     */
    public static ServiceLease acquire(
            ClusterConnection cluster,
            String namespace,
            String service,
            String desk,
            Duration patience) {
        String name = nameOf(service);
        String holder = desk + "/" + cluster.whoAmI().username();
        long end = System.nanoTime() + patience.toNanos();
        @Nullable String seen = null;
        long since = System.nanoTime();
        while (true) {
            Lease lease = get(cluster, namespace, name);
            String version = lease == null ? "" : lease.getMetadata().getResourceVersion();
            if (!version.equals(seen)) {
                seen = version;
                since = System.nanoTime();
            }
            boolean silent = System.nanoTime() - since > length(lease).toNanos();
            if ((isFree(lease, holder) || silent)
                    && write(cluster, namespace, name, holder, lease)) {
                return new ServiceLease(cluster, namespace, name, holder);
            }
            if (System.nanoTime() > end) {
                throw heldByAnother(service, lease);
            }
            Pace.REAL.await(LOOK);
        }
    }

    /** Whether another desk took it, or it couldn't be renewed for its whole length. */
    public boolean lost() {
        return lost.get();
    }

    /** Lets go, so that the next desk needn't wait. */
    @Override
    public void close() {
        renewal.interrupt();
        if (lost.get()) {
            return;
        }
        try {
            Lease lease = get(cluster, namespace, name);
            if (lease != null && holder.equals(lease.getSpec().getHolderIdentity())) {
                write(cluster, namespace, name, "", lease);
            }
        } catch (ConnectorException e) {
            log.info(
                    "the Lease {} wasn't let go of, it ends by itself in {}: {}",
                    name,
                    LENGTH,
                    e.getMessage());
        }
    }

    private void keep() {
        long renewed = System.nanoTime();
        while (!lost.get()) {
            try {
                Thread.sleep(RENEWAL);
            } catch (InterruptedException e) {
                return;
            }
            try {
                Lease lease = get(cluster, namespace, name);
                if (lease == null || !holder.equals(lease.getSpec().getHolderIdentity())) {
                    lost.set(true);
                } else if (write(cluster, namespace, name, holder, lease)) {
                    renewed = System.nanoTime();
                }
            } catch (ConnectorException e) {
                log.debug("the Lease {} wasn't renewed", name, e);
            }
            if (System.nanoTime() - renewed > LENGTH.toNanos()) {
                lost.set(true);
            }
        }
    }

    private static boolean isFree(@Nullable Lease lease, String holder) {
        if (lease == null) {
            return true;
        }
        String now = lease.getSpec().getHolderIdentity();
        return now == null || now.isEmpty() || now.equals(holder);
    }

    private static Duration length(@Nullable Lease lease) {
        Integer seconds = lease == null ? null : lease.getSpec().getLeaseDurationSeconds();
        return seconds == null ? LENGTH : Duration.ofSeconds(Math.clamp(seconds, 1, 600));
    }

    /** Whether it was written; false where another desk was faster. */
    private static boolean write(
            ClusterConnection cluster,
            String namespace,
            String name,
            String holder,
            @Nullable Lease lease) {
        ZonedDateTime now = cluster.now().atZone(ZoneOffset.UTC);
        Map<String, String> annotations = new HashMap<>();
        if (lease != null && lease.getMetadata().getAnnotations() != null) {
            annotations.putAll(lease.getMetadata().getAnnotations());
        }
        Lease next =
                new LeaseBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .withAnnotations(annotations)
                        .withResourceVersion(
                                lease == null ? null : lease.getMetadata().getResourceVersion())
                        .endMetadata()
                        .withNewSpec()
                        .withHolderIdentity(holder)
                        .withLeaseDurationSeconds((int) LENGTH.toSeconds())
                        .withRenewTime(now)
                        .endSpec()
                        .build();
        try {
            cluster.ask(
                    "hold the Lease " + namespace + "/" + name,
                    k -> lease == null ? k.resource(next).create() : k.resource(next).update());
            return true;
        } catch (ConnectorException e) {
            if (e.kind() == ConnectorException.Kind.CONFLICT) {
                return false;
            }
            throw e;
        }
    }

    private static ConnectorException heldByAnother(String service, @Nullable Lease lease) {
        String by =
                lease == null
                        ? "another desk"
                        : String.valueOf(lease.getSpec().getHolderIdentity());
        return new ConnectorException(
                ConnectorException.Kind.CONFLICT,
                "service "
                        + service
                        + " is being taken forward by "
                        + by
                        + "; wait until it ends, watch it with `drawbridge rollout watch`, or put it back with"
                        + " `drawbridge rollback`",
                null);
    }

    private static @Nullable Lease get(ClusterConnection cluster, String namespace, String name) {
        return cluster.read(
                "read the Lease " + namespace + "/" + name,
                k -> k.leases().inNamespace(namespace).withName(name).get());
    }
}
