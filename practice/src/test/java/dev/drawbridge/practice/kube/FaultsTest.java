package dev.drawbridge.practice.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private static final String OLD = "r/checkout@sha256:" + "1".repeat(64);
    private static final String NEW = "r/checkout@sha256:" + "2".repeat(64);
    private static final Fault.Scope ON_NEW = Fault.Scope.digest("sha256:" + "2".repeat(64));

    private final PracticeApiServer server = Servers.start();
    private final Shop shop = new Shop(server);

    @BeforeEach
    void deploy() {
        shop.deployed(Servers.START.minus(Duration.ofDays(3)), OLD);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static void eventually(org.awaitility.core.ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(assertion);
    }

    @Test
    void anImageThatCannotBePulledStopsTheRolloutAndGoesOnOnceItCan() {
        server.faults().add(Fault.imagePull(ON_NEW, "registry is on fire"));
        shop.wants(NEW);

        eventually(() -> assertThat(shop.waiting(NEW)).contains("ImagePullBackOff"));
        eventually(() -> assertThat(shop.progressing()).isEqualTo("ProgressDeadlineExceeded"));
        assertThat(shop.pods(OLD)).isNotEmpty();
        assertThat(shop.eventReasons()).contains("Failed", "BackOff", "ScalingReplicaSet");
        assertThat(server.objects("Event", "shop"))
                .anySatisfy(
                        e -> assertThat(Json.text(e, "message")).contains("registry is on fire"));

        server.faults().clear();
        eventually(() -> assertThat(shop.complete()).isTrue());
        assertThat(shop.progressing()).isEqualTo("NewReplicaSetAvailable");
    }

    @Test
    void aResolverThatHasNoImageIsAFailedPullToo() {
        try (PracticeApiServer empty =
                Servers.start(
                        Servers.worldClock(),
                        image -> {
                            throw new ImagePullException("manifest unknown");
                        })) {
            empty.seed(Shop.checkout(NEW, 1));
            eventually(() ->
                    assertThat(new Shop(empty).waiting(NEW)).containsExactly("ImagePullBackOff"));
        }
    }

    @Test
    void aContainerThatEndsAtOnceIsRestartedAgainAndAgain() {
        server.faults().add(Fault.crashLoop(ON_NEW));
        shop.wants(NEW);
        eventually(() -> {
            assertThat(shop.waiting(NEW)).contains("CrashLoopBackOff");
            assertThat(
                            shop.pods(NEW)
                                    .getFirst()
                                    .at("/status/containerStatuses/0/restartCount")
                                    .asInt())
                    .isGreaterThan(1);
        });
        assertThat(shop.complete()).isFalse();
    }

    @Test
    void aQuotaKeepsPodsFromBeingMade() {
        server.faults().add(Fault.quota(Fault.Scope.workload("shop", "checkout"), "team"));
        shop.wants(NEW);
        eventually(() ->
                assertThat(Conditions.find(shop.deployment().path("status"), "ReplicaFailure"))
                        .hasValueSatisfying(c ->
                                assertThat(Json.text(c, "message"))
                                        .contains("exceeded quota: team")));
        assertThat(shop.pods(NEW)).isEmpty();
        assertThat(shop.eventReasons()).contains("FailedCreate");
    }

    @Test
    void aPodThatFitsNoNodeStaysPending() {
        server.faults().add(Fault.noNode(ON_NEW));
        shop.wants(NEW);
        eventually(() -> {
            assertThat(shop.pods(NEW)).isNotEmpty();
            assertThat(Conditions.find(shop.pods(NEW).getFirst().path("status"), "PodScheduled"))
                    .hasValueSatisfying(
                            c -> assertThat(Json.text(c, "reason")).isEqualTo("Unschedulable"));
        });
        assertThat(shop.eventReasons()).contains("FailedScheduling");
    }

    @Test
    void aProbeThatNeverPassesKeepsThePodUnready() {
        server.faults().add(Fault.neverReady(ON_NEW, "HTTP probe failed with statuscode: 503"));
        shop.wants(NEW);
        eventually(() -> assertThat(shop.eventReasons()).contains("Unhealthy"));
        assertThat(shop.pods(NEW)).allMatch(pod -> !Conditions.isTrue(pod.path("status"), "Ready"));
    }

    @Test
    void aWrongImageIsShownByItsOwnId() {
        String other = "r/checkout@sha256:" + "9".repeat(64);
        server.faults().add(Fault.wrongImageId(ON_NEW, other));
        shop.wants(NEW);
        eventually(() -> assertThat(shop.complete()).isTrue());
        assertThat(shop.pods(NEW))
                .isNotEmpty()
                .allMatch(pod ->
                        pod.at("/status/containerStatuses/0/imageID").asText().equals(other));
    }

    @Test
    void aFaultElsewhereStrikesNothingHere() {
        server.faults().add(Fault.crashLoop(Fault.Scope.workload("shop", "other")));
        shop.wants(NEW);
        eventually(() -> assertThat(shop.complete()).isTrue());
    }
}
