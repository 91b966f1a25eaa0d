package dev.drawbridge.app.desktop;

import dev.drawbridge.app.desktop.desk.OpenDesk;
import dev.drawbridge.app.desktop.desk.Seat;
import dev.drawbridge.app.desktop.look.Texts;
import dev.drawbridge.app.desktop.look.Theme;
import dev.drawbridge.app.desktop.shell.Room;
import dev.drawbridge.app.desktop.work.Problem;
import dev.drawbridge.app.desktop.work.Work;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javafx.application.Platform;
import javafx.geometry.Insets;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

/** The one window, in which one person at a time works. Used on the window's thread. */
public final class Window {
    private static final double WIDTH = 1440;
    private static final double HEIGHT = 900;
    private static final double LEAST_WIDTH = 1024;
    private static final double LEAST_HEIGHT = 700;

    private final List<Seat> seats;
    private final Work work;
    private final Map<Seat, OpenDesk> open = new HashMap<>();
    private final Stage stage = new Stage();
    private final StackPane frame = new StackPane();
    private final Scene scene = new Scene(frame, WIDTH, HEIGHT);
    private final CountDownLatch closed = new CountDownLatch(1);
    private Optional<Console> console = Optional.empty();

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

    /** Lets somebody else work. */
    public void sit(Seat seat) {
        OpenDesk known = open.get(seat);
        if (known != null) {
            show(seat, known);
            return;
        }
        work.ask(
                Texts.of("window.opening", seat.name()),
                step -> OpenDesk.at(seat.bench()),
                desk -> {
                    open.put(seat, desk);
                    show(seat, desk);
                },
                this::show);
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

    private void show(Seat seat, OpenDesk desk) {
        Console made = new Console(desk, seat, seats, this::sit, work);
        console = Optional.of(made);
        frame.getChildren().setAll(made.shell());
        made.go(Room.RELEASES);
    }

    private void show(Problem problem) {
        Label why = new Label(problem.sentence());
        why.setWrapText(true);
        why.setPadding(new Insets(48));
        frame.getChildren().setAll(why);
    }
}
