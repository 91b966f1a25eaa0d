package dev.drawbridge.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.testbed.Cosign;
import dev.drawbridge.testbed.RealRegistry;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A desk's process is killed in the middle of a promotion; another start settles it by looking. */
class LineCrashIT {
    private static final String DEV = LineShop.DEV;

    @TempDir private static Path folder;

    private static LineShop shop;
    private static LineLook look;

    @BeforeAll
    static void setUp() {
        shop = new LineShop(folder, RealRegistry.withReferrers());
        look = new LineLook(shop.admin());
    }

    @AfterAll
    static void tearDown() {
        if (shop != null) {
            shop.close();
        }
    }

    @Test
    void killedRightAfterTheIntentWasWritten() throws Exception {
        Asked asked = asked("cart");

        Watched<ConfigMap> step =
                new Watched<>(map -> "step".equals(label(map, "kind")) && is(map, "cart"));
        try (Watch watch = shop.admin().configMaps().inNamespace(DEV).watch(step)) {
            kill(asked, step);
        }

        settles("cart", asked);
    }

    @Test
    void killedRightAfterTheServerTookTheApply() throws Exception {
        Asked asked = asked("payment");

        Watched<Deployment> applied =
                new Watched<>(d ->
                        d.getMetadata().getName().equals("payment")
                                && LineLook.image(d).endsWith(asked.digest));
        try (Watch watch = shop.admin().apps().deployments().inNamespace(DEV).watch(applied)) {
            kill(asked, applied);
        }
        assertThat(look.image(DEV, "payment")).endsWith(asked.digest);

        settles("payment", asked);
    }

    @Test
    void killedRightAfterTheFenceWasTaken() throws Exception {
        Asked asked = asked("search");

        Watched<Deployment> fenced =
                new Watched<>(d ->
                        d.getMetadata().getName().equals("search")
                                && d.getMetadata()
                                        .getAnnotations()
                                        .containsKey("drawbridge.dev/fence"));
        try (Watch watch = shop.admin().apps().deployments().inNamespace(DEV).watch(fenced)) {
            kill(asked, fenced);
        }

        settles("search", asked);
    }

    @Test
    void killedRightAfterTheStepWasClosed() throws Exception {
        Asked asked = asked("stock");

        Watched<ConfigMap> done =
                new Watched<>(
                        map -> map.getMetadata().getName().endsWith("-done") && is(map, "stock"));
        try (Watch watch = shop.admin().configMaps().inNamespace(DEV).watch(done)) {
            kill(asked, done);
        }
        assertThat(look.kinds(DEV, "stock")).contains("step");

        settles("stock", asked);
    }

    private record Asked(String id, String digest) {}

    /** A request for a new release in dev. */
    private static Asked asked(String service) {
        shop.runs(service);
        String digest = shop.release(service, "2", Cosign.Form.BUNDLE);
        Desk.Said said =
                shop.desk("rita").run("request", service, "-e", "dev", "--reason", "try it");
        assertThat(said.code()).as(said.all()).isZero();
        return new Asked(said.result().path("id").asText(), digest);
    }

    /** Promotes, and kills the process as soon as this was seen. */
    private static void kill(Asked asked, Watched<?> seen) throws Exception {
        Process driver = shop.desk("rita").start("promote", asked.id, "--take-field");
        try {
            seen.future.get(2, TimeUnit.MINUTES);
        } finally {
            driver.destroyForcibly();
        }
        assertThat(driver.waitFor()).isEqualTo(128 + 9);
    }

    /** Another person's desk takes it up and brings it to its end. */
    private static void settles(String service, Asked asked) {
        assertThat(look.kinds(DEV, service)).contains("grant").doesNotContain("outcome");

        Desk.Said taken = shop.desk("sam").run("promote", asked.id, "--take-field");

        assertThat(taken.code()).as(taken.all()).isZero();
        assertThat(look.openSteps(DEV, service)).isEmpty();
        assertThat(look.image(DEV, service)).endsWith("@" + asked.digest);
        assertThat(look.images(DEV, service))
                .as("the images of its ReplicaSets")
                .hasSize(2)
                .anyMatch(image -> image.endsWith("@" + asked.digest));
        assertThat(look.revision(DEV, service)).isEqualTo(2);
        assertThat(look.names(DEV, service, "outcome")).hasSize(1);
    }

    private static boolean is(HasMetadata object, String service) {
        return service.equals(label(object, "service"));
    }

    private static String label(HasMetadata object, String name) {
        return object.getMetadata().getLabels().getOrDefault("drawbridge.dev/" + name, "");
    }

    /** Completes when an object like this was seen. */
    private static final class Watched<T extends HasMetadata> implements Watcher<T> {
        private final CompletableFuture<T> future = new CompletableFuture<>();
        private final Predicate<T> wanted;

        Watched(Predicate<T> wanted) {
            this.wanted = wanted;
        }

        @Override
        public void eventReceived(Action action, T object) {
            if (object.getMetadata().getLabels() != null && wanted.test(object)) {
                future.complete(object);
            }
        }

        @Override
        public void onClose(WatcherException cause) {
            future.completeExceptionally(cause);
        }
    }
}
