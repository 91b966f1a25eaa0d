package dev.drawbridge.benchmarks;

import dev.drawbridge.delivery.rollout.Progress;
import dev.drawbridge.delivery.rollout.RollbackPlan;
import dev.drawbridge.delivery.rollout.Rollbacks;
import dev.drawbridge.delivery.rollout.RolloutEvents;
import dev.drawbridge.delivery.workload.Pace;
import dev.drawbridge.delivery.workspace.Service;
import dev.drawbridge.testbed.Components;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A rollback in a running process beside {@code kubectl rollout undo}, turn by turn on one API
 * server with its controllers and a node on which pods are ready at once, so that what remains is
 * the two tools' own. Each has a workload of its own, both alike, and goes to and fro between two
 * images. One watch, the same for both, sees when the pods are ready.
 */
final class Rollback implements Benchmark {
    static final double MOST_TIMES_KUBECTL = 1.2;

    private static final double NANOS = 1e6;
    private static final Duration REST = Duration.ofSeconds(2);

    @Override
    public String name() {
        return "rollback";
    }

    @Override
    public String title() {
        return "Rollback in a running process, beside `kubectl rollout undo`";
    }

    /**
     * Milliseconds from the start to the pods' readiness as the watch saw it, and as the tool said
     * it.
     */
    private record Took(double ready, double said) {}

    @Override
    public Measured measure(Effort effort) {
        try (Shop shop = new Shop()) {
            Service ours = shop.service("checkout");
            Service theirs = shop.service("payment");
            Path kubectl = Components.program("kubernetes", "kubectl");
            List<Took> roll = new ArrayList<>();
            List<Took> undo = new ArrayList<>();
            int pairs = effort.of(15, 7);
            for (int i = -1; i < pairs; i++) {
                char to = i % 2 == 0 ? 'b' : 'a';
                List<Took> a = i < 0 ? new ArrayList<>() : roll;
                List<Took> b = i < 0 ? new ArrayList<>() : undo;
                if (i % 2 == 0) {
                    a.add(roll(shop, ours, to));
                    b.add(undo(shop, theirs, to, kubectl));
                } else {
                    b.add(undo(shop, theirs, to, kubectl));
                    a.add(roll(shop, ours, to));
                }
            }
            return measured(roll, undo, cold(shop, ours, effort));
        }
    }

    private static Measured measured(List<Took> roll, List<Took> undo, List<Took> cold) {
        Series ours = series("Drawbridge, confirmation to pods ready", roll, false);
        Series theirs = series("`kubectl rollout undo` to pods ready", undo, false);
        Series oursSaid = series("Drawbridge, until it says so", roll, true);
        Series theirsSaid =
                series("`kubectl rollout undo` and `rollout status`, until it ends", undo, true);
        return new Measured(
                List.of(
                        ours,
                        theirs,
                        oursSaid,
                        theirsSaid,
                        series("cold: `./drawbridge rollback` to pods ready", cold, false),
                        series("cold: `./drawbridge rollback`, until it ends", cold, true)),
                List.of(
                        Promise.ratio(
                                "a rollback's time from confirmation to old pods ready, as a multiple of `kubectl rollout undo`'s on the same API server (medians)",
                                ours.median() / theirs.median(),
                                MOST_TIMES_KUBECTL)),
                List.of(
                        "%d pairs, turn by turn, each tool first in every other pair; %d pods a workload, on a node without a kubelet where a pod is ready at once."
                                .formatted(roll.size(), Shop.PODS),
                        "Until each tool itself says that it is done, Drawbridge takes %.2f × as long as kubectl."
                                .formatted(oursSaid.median() / theirsSaid.median()),
                        "kubectl's times hold the start of its process, Drawbridge's hold its fence, its record and its journal."));
    }

    private static Series series(String what, List<Took> took, boolean said) {
        return Series.of(
                what, took.stream().mapToDouble(each -> said ? each.said : each.ready).toArray());
    }

    private static Took roll(Shop shop, Service service, char to) {
        Rollbacks rollbacks =
                new Rollbacks(shop.site, Pace.REAL, "desk", shop.history, shop.registries);
        RollbackPlan plan = rollbacks.preview(service, shop.revision(service, Shop.image(to)));
        if (!plan.to().equals(Shop.image(to)) || !plan.free()) {
            throw new IllegalStateException("The rollback isn't the one to be measured: " + plan);
        }
        rest();
        Said said = new Said();
        try (PodsReady pods = watch(shop, service, Shop.image(to))) {
            long start = System.nanoTime();
            Rollbacks.Result result = rollbacks.roll(service, plan, "measured", List.of(), said);
            if (result.progress().state() != Progress.State.HEALTHY) {
                throw new IllegalStateException("The rollback failed: " + result.progress().why());
            }
            return new Took((pods.await() - start) / NANOS, (said.nanos - start) / NANOS);
        }
    }

    /** The command in a process of its own, its JVM's start and its connections included. */
    private static List<Took> cold(Shop shop, Service service, Effort effort) {
        ColdRollback command = new ColdRollback(shop, service, shop.folder());
        List<Took> cold = new ArrayList<>();
        for (int i = effort.of(7, 3); i > 0; i--) {
            String to = Shop.image(shop.image(service).equals(Shop.image('a')) ? 'b' : 'a');
            long revision = shop.revision(service, to);
            rest();
            try (PodsReady pods = watch(shop, service, to)) {
                long start = System.nanoTime();
                command.roll(service, revision);
                long said = System.nanoTime();
                cold.add(new Took((pods.await() - start) / NANOS, (said - start) / NANOS));
            }
        }
        return cold;
    }

    private static Took undo(Shop shop, Service service, char to, Path kubectl) {
        rest();
        try (PodsReady pods = watch(shop, service, Shop.image(to))) {
            String workload = "deployment/" + service.name();
            long start = System.nanoTime();
            kubectl(shop, kubectl, "rollout", "undo", workload);
            kubectl(shop, kubectl, "rollout", "status", workload);
            long said = System.nanoTime();
            return new Took((pods.await() - start) / NANOS, (said - start) / NANOS);
        }
    }

    private static PodsReady watch(Shop shop, Service service, String image) {
        return new PodsReady(shop.connection, Shop.NAMESPACE, service.name(), image, Shop.PODS);
    }

    /** Started as plainly as can be, so that nothing but kubectl is measured. */
    private static void kubectl(Shop shop, Path program, String... arguments) {
        Path kubeconfig = shop.cluster.kubeconfig("admin");
        List<String> line =
                new ArrayList<>(
                        List.of(
                                program.toString(),
                                "--kubeconfig=" + kubeconfig,
                                "--namespace=" + Shop.NAMESPACE));
        line.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(line)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("HOME", kubeconfig.resolveSibling("kubectl-home").toString());
        try {
            Process process = builder.start();
            try {
                if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
                    throw new IllegalStateException("This failed: " + String.join(" ", line));
                }
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("start kubectl", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while kubectl ran", e);
        }
    }

    /** The controllers are to be done with the last one before the next begins. */
    private static void rest() {
        Pace.REAL.await(REST);
    }

    /** When the rollback told that the old pods are ready. */
    private static final class Said implements RolloutEvents {
        private long nanos;

        @Override
        public void step(String what) {
            // only how it ends is of interest
        }

        @Override
        public void progress(Progress progress) {
            if (progress.state() == Progress.State.HEALTHY) {
                nanos = System.nanoTime();
            }
        }
    }
}
