package dev.drawbridge.practice.kube;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** Pulls images beside the controllers, which must not wait for a registry. */
final class ImagePulls {
    private final ImageResolver images;
    private final Executor threads;
    private final Runnable done;
    private final Map<String, Pulled> results = new ConcurrentHashMap<>();
    private final Map<String, Boolean> asked = new ConcurrentHashMap<>();

    ImagePulls(ImageResolver images, Executor threads, Runnable done) {
        this.images = images;
        this.threads = threads;
        this.done = done;
    }

    /**
     * What came of a pull.
     *
     * @param imageId empty where it failed
     * @param failure the runtime's sentence; empty where it didn't fail
     */
    record Pulled(String imageId, String failure) {}

    /**
     * The result of this attempt, once it is there; the first call begins it.
     *
     * @param attempt names pod, container and how often it was tried
     */
    Optional<Pulled> result(String attempt, String image) {
        if (asked.putIfAbsent(attempt, true) == null) {
            threads.execute(() -> {
                results.put(attempt, now(image));
                done.run();
            });
        }
        return Optional.ofNullable(results.get(attempt));
    }

    /** The same, waited for. */
    Pulled now(String image) {
        try {
            return new Pulled(images.pull(image), "");
        } catch (ImagePullException e) {
            return new Pulled("", String.valueOf(e.getMessage()));
        }
    }

    /** Forgets all attempts of a pod that is gone. */
    void forget(String pod) {
        results.keySet().removeIf(attempt -> attempt.startsWith(pod));
        asked.keySet().removeIf(attempt -> attempt.startsWith(pod));
    }
}
