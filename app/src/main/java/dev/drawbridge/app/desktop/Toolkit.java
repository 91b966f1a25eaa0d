package dev.drawbridge.app.desktop;

import dev.drawbridge.app.desktop.look.Theme;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import javafx.application.Platform;

/** The toolkit that windows are made with. One a process; it can't be started again. */
public final class Toolkit {

    private Toolkit() {}

    /** Whether this machine has a display that a window can open on. */
    public static boolean hasDisplay(Map<String, String> environment, String system) {
        return !system.equals("Linux")
                || !environment.getOrDefault("DISPLAY", "").isEmpty()
                || !environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
    }

    /** Lets windows be drawn without a display, into memory. Before {@link #start}. */
    public static void withoutDisplay() {
        System.setProperty("glass.platform", "Headless");
        System.setProperty("prism.order", "sw");
    }

    /** Starts it, and waits until it runs. */
    public static void start() {
        CompletableFuture<Void> started = new CompletableFuture<>();
        Platform.startup(() -> {
            Platform.setImplicitExit(false); // who opened the window decides when it ends
            try {
                Theme.loadFonts();
                started.complete(null);
            } catch (RuntimeException e) {
                started.completeExceptionally(e);
            }
        });
        started.join();
    }

    /** Does something on the window's thread and waits for what comes of it. */
    public static <T> T ask(Supplier<T> question) {
        if (Platform.isFxApplicationThread()) {
            return question.get();
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        Platform.runLater(() -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException | Error e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw new IllegalStateException("the window's thread failed", e.getCause());
        }
    }
}
