package dev.drawbridge.connector.kube;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.ConnectorException.Kind;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;

/** Asks the server for rights, several at a time, and remembers each answer for ten seconds. */
final class AccessReviews {

    private static final Duration KEPT = Duration.ofSeconds(10);
    private static final int AT_ONCE = 8;

    private record Answer(boolean allowed, long atNanos) {}

    private final ClusterConnection cluster;
    private final LongSupplier nanoTime;
    private final Map<Right, Answer> answers = new ConcurrentHashMap<>();

    AccessReviews(ClusterConnection cluster, LongSupplier nanoTime) {
        this.cluster = cluster;
        this.nanoTime = nanoTime;
    }

    List<Right> missing(Collection<Right> wanted) {
        long now = nanoTime.getAsLong();
        answers.values().removeIf(answer -> now - answer.atNanos() > KEPT.toNanos());
        Map<Right, Boolean> allowed = new LinkedHashMap<>();
        List<Right> unknown = new ArrayList<>();
        for (Right right : new java.util.LinkedHashSet<>(wanted)) {
            Answer answer = answers.get(right);
            allowed.put(right, answer != null && answer.allowed());
            if (answer == null) {
                unknown.add(right);
            }
        }
        if (!unknown.isEmpty()) {
            allowed.putAll(askAll(unknown));
        }
        return allowed.entrySet().stream()
                .filter(entry -> !entry.getValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    private Map<Right, Boolean> askAll(List<Right> unknown) {
        Map<Right, Boolean> found = new LinkedHashMap<>();
        try (var threads =
                Executors.newFixedThreadPool(
                        Math.min(AT_ONCE, unknown.size()), Thread.ofVirtual().factory())) {
            List<Callable<Boolean>> tasks =
                    unknown.stream().<Callable<Boolean>>map(right -> () -> ask(right)).toList();
            List<Future<Boolean>> results = threads.invokeAll(tasks);
            for (int i = 0; i < unknown.size(); i++) {
                boolean allowed = results.get(i).get();
                found.put(unknown.get(i), allowed);
                answers.put(unknown.get(i), new Answer(allowed, nanoTime.getAsLong()));
            }
            return found;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectorException(
                    Kind.UNREACHABLE, "ask for rights: it was interrupted; try again.", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private boolean ask(Right right) {
        int slash = right.resource().indexOf('/');
        SelfSubjectAccessReview review =
                new SelfSubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withNewResourceAttributes()
                        .withVerb(right.verb())
                        .withGroup(right.group())
                        .withResource(
                                slash < 0 ? right.resource() : right.resource().substring(0, slash))
                        .withSubresource(slash < 0 ? null : right.resource().substring(slash + 1))
                        .withNamespace(right.namespace())
                        .withName(right.name())
                        .endResourceAttributes()
                        .endSpec()
                        .build();
        SelfSubjectAccessReview answer =
                cluster.read(
                        "ask whether I may " + right.words(),
                        k -> k.authorization().v1().selfSubjectAccessReview().create(review));
        if (answer.getStatus() == null) {
            throw new ConnectorException(
                    Kind.UNREADABLE,
                    "ask whether I may "
                            + right.words()
                            + ": the answer has no status; check the server address.");
        }
        return Objects.requireNonNullElse(answer.getStatus().getAllowed(), false);
    }
}
