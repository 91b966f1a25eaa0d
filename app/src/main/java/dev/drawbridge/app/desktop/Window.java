package dev.drawbridge.app.desktop;

import dev.drawbridge.app.desktop.desk.OpenDesk;
import dev.drawbridge.app.desktop.desk.Seat;
import dev.drawbridge.app.desktop.look.Texts;
import dev.drawbridge.app.desktop.look.Theme;
import dev.drawbridge.app.desktop.shell.Room;
import dev.drawbridge.app.desktop.work.Problem;
import dev.drawbridge.app.desktop.work.Work;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import javafx.application.Platform;
import javafx.geometry.Insets;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/** The one window, in which one person at a time works. Used on the window's thread. */
public final class Window {
    private static final double WIDTH = 1440;
    private static final double HEIGHT = 900;
    private static final double LEAST_WIDTH = 1024;
    private static final double LEAST_HEIGHT = 700;

    private final List<Seat> seats;
    private final Work work;
    private final Map<Seat, Console> consoles = new HashMap<>();
    private final Set<Seat> opening = new HashSet<>();
    private final Stage stage = new Stage();
    private final StackPane frame = new StackPane();
    private final Scene scene = new Scene(frame, WIDTH, HEIGHT);
    private final CountDownLatch closed = new CountDownLatch(1);
    private Optional<Console> console = Optional.empty();
    private @Nullable Seat wanted;

    /**
     * @param seats of those who may work in it; the first sits down
     */
    public Window(List<Seat> seats, Work work) {
        this.seats = List.copyOf(seats);
        this.work = work;
        stage.setTitle(Texts.of("window.title"));
        stage.setMinWidth(LEAST_WIDTH);
        stage.setMinHeight(LEAST_HEIGHT);
        stage.setScene(scene);
        stage.setOnHidden(e -> closed.countDown());
        Platform.getPreferences()
                .colorSchemeProperty()
                .addListener((property, before, now) -> dress(Theme.of(now)));
        dress(Theme.of(Platform.getPreferences().getColorScheme()));
    }

    /** Opens it and blocks until it was closed. Called from another thread. */
    public static void show(List<Seat> seats, Work work) {
        Window window =
                Toolkit.ask(() -> {
                    Window made = new Window(seats, work);
                    made.open();
                    return made;
                });
        try {
            window.closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Shows it, with the first person at work. */
    public void open() {
        stage.show();
        sit(seats.getFirst());
    }

    /** Closes it. */
    public void close() {
        stage.close();
    }

    /** Lets somebody else work, once their desk is open; the last one who was asked for. */
    public void sit(Seat seat) {
        wanted = seat;
        Console known = consoles.get(seat);
        if (known != null) {
            show(known);
            return;
        }
        if (!opening.add(seat)) {
            return;
        }
        work.ask(
                Texts.of("window.opening", seat.name()),
                step -> OpenDesk.at(seat.bench()),
                desk -> {
                    opening.remove(seat);
                    Console made = new Console(desk, seat, seats, this::sit, work);
                    consoles.put(seat, made);
                    if (seat.equals(wanted)) {
                        show(made);
                    }
                },
                problem -> {
                    opening.remove(seat);
                    if (seat.equals(wanted)) {
                        show(problem);
                    }
                });
    }

    /** Dresses it in another look. */
    public void dress(Theme theme) {
        theme.dress(scene, Console.STYLES);
    }

    /** What is worked with now; empty while it opens or couldn't be opened. */
    public Optional<Console> console() {
        return console;
    }

    /** What it shows. */
    public Scene scene() {
        return scene;
    }

    private void show(Console now) {
        console = Optional.of(now);
        frame.getChildren().setAll(now.shell());
        now.go(Room.RELEASES);
    }

    private void show(Problem problem) {
        console = Optional.empty();
        Label why = new Label(problem.sentence());
        why.setWrapText(true);
        why.setPadding(new Insets(48));
        frame.getChildren().setAll(why);
    }
}
