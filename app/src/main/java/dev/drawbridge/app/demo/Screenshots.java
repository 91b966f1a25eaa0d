package dev.drawbridge.app.demo;

import dev.drawbridge.app.cli.desk.CommandLines;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.cli.view.Offer.Deed;
import dev.drawbridge.app.desktop.Console;
import dev.drawbridge.app.desktop.Toolkit;
import dev.drawbridge.app.desktop.Window;
import dev.drawbridge.app.desktop.look.Theme;
import dev.drawbridge.app.desktop.releases.Place;
import dev.drawbridge.app.desktop.rollouts.RolloutsModel;
import dev.drawbridge.app.desktop.shell.Room;
import dev.drawbridge.app.desktop.work.Work;
import dev.drawbridge.practice.world.PracticeWorld;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javax.imageio.ImageIO;

/** Draws the window's screens in a practice world, in their states and in both looks. */
final class Screenshots {
    private static final Place PRODUCTION = new Place("checkout", "production");
    private static final Duration LOOK = Duration.ofMillis(200);

    private final PracticeWorld world;
    private final PracticeDesks desks;
    private final Workbench outer;
    private final CommandLines lines;

    Screenshots(PracticeWorld world, PracticeDesks desks, Workbench outer, CommandLines lines) {
        this.world = world;
        this.desks = desks;
        this.outer = outer;
        this.lines = lines;
    }

    /** Draws all of them; blocks. */
    void draw(Path folder) {
        try (PracticeSeats seats = new PracticeSeats(world, desks, outer);
                Work work = new Work(Platform::runLater, world.worldClock())) {
            Window window = Toolkit.ask(() -> new Window(seats.all(), work));
            Studio studio = new Studio(window, work, folder);
            Toolkit.ask(() -> {
                window.open();
                return true;
            });
            studio.take("releases-1-quiet", c -> {});
            type("dina", "promote checkout -e dev --reason new --take-field");
            type("dina", "promote checkout -e staging --reason new --take-field");
            studio.take(
                    "releases-2-candidate",
                    c -> {
                        c.releases().refresh();
                        c.releases().pick(PRODUCTION);
                    });
            studio.take("releases-3-asking", c -> c.releases().begin(Optional.of(Deed.ASK)));
            type("rita", "request checkout -e production --reason why");
            studio.take(
                    "releases-4-requested",
                    c -> {
                        c.releases().begin(Optional.empty());
                        c.releases().refresh();
                    });
            studio.sit(seats.of("omar"));
            studio.take(
                    "releases-5-approving",
                    c -> {
                        c.releases().pick(PRODUCTION);
                        c.releases().begin(Optional.of(Deed.APPROVE));
                    });
            studio.now(c -> c.releases().approve());
            studio.sit(seats.of("sam"));
            studio.now(c -> c.releases().pick(PRODUCTION));
            studio.now(c -> c.releases().promote(true));
            studio.take("releases-6-promoted", c -> {});
            studio.take(
                    "rollouts-1-healthy",
                    c -> {
                        c.go(Room.ROLLOUTS);
                        c.rollouts().refresh();
                    });
            studio.take("rollouts-2-journal", c -> pickFirst(c.rollouts()));
            studio.take("rollouts-3-way-back", c -> c.rollouts().preview());
            studio.take("rollouts-4-back", c -> c.rollouts().rollBack("orders fail"));
            Toolkit.ask(() -> {
                window.close();
                return true;
            });
        }
    }

    private static void pickFirst(RolloutsModel rollouts) {
        rollouts.pick(rollouts.state().get().all().getFirst().id());
    }

    private void type(String who, String line) {
        lines.run(desks.of(who), line.split(" "));
    }

    /** Takes the pictures of one window. */
    private record Studio(Window window, Work work, Path folder) {

        void sit(dev.drawbridge.app.desktop.desk.Seat seat) {
            Toolkit.ask(() -> {
                window.sit(seat);
                return true;
            });
            settle();
        }

        void now(Consumer<Console> deed) {
            settle();
            Toolkit.ask(() -> {
                deed.accept(window.console().orElseThrow());
                return true;
            });
            settle();
        }

        void take(String name, Consumer<Console> pose) {
            now(pose);
            for (Theme theme : Theme.values()) {
                WritableImage picture =
                        Toolkit.ask(() -> {
                            window.dress(theme);
                            return window.scene().snapshot(null);
                        });
                write(
                        folder.resolve(name + "-" + theme.name().toLowerCase(Locale.ROOT) + ".png"),
                        picture);
            }
        }

        /** Waits until nothing is read any more, as long as that takes. */
        private void settle() {
            do {
                try {
                    Thread.sleep(LOOK);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            } while (!Toolkit.ask(() -> work.jobs().isEmpty()));
        }

        private static void write(Path file, WritableImage picture) {
            int width = (int) picture.getWidth();
            int height = (int) picture.getHeight();
            BufferedImage copy = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            PixelReader pixels = picture.getPixelReader();
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    copy.setRGB(x, y, pixels.getArgb(x, y));
                }
            }
            try {
                Files.createDirectories(file.getParent());
                ImageIO.write(copy, "png", file.toFile());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
