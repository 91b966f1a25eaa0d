package dev.drawbridge.app.demo;

import dev.drawbridge.app.cli.desk.CommandLines;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.cli.view.Offer.Deed;
import dev.drawbridge.app.desktop.Console;
import dev.drawbridge.app.desktop.Toolkit;
import dev.drawbridge.app.desktop.Window;
import dev.drawbridge.app.desktop.look.Theme;
import dev.drawbridge.app.desktop.releases.ArrowDetail;
import dev.drawbridge.app.desktop.releases.Place;
import dev.drawbridge.app.desktop.rollouts.RolloutsModel;
import dev.drawbridge.app.desktop.shell.Room;
import dev.drawbridge.app.desktop.work.Shown;
import dev.drawbridge.app.desktop.work.Work;
import dev.drawbridge.practice.world.PracticeWorld;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javax.imageio.ImageIO;

/** Draws the window's screens in a practice world, in their states and in both looks. */
final class Screenshots {
    private static final Place PRODUCTION = new Place("checkout", "production");
    private static final Duration SOAK = Duration.ofMinutes(4);
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
            releases(studio, seats);
            rollouts(studio);
            Toolkit.ask(() -> {
                window.close();
                return true;
            });
        }
    }

    private void releases(Studio studio, PracticeSeats seats) {
        studio.take("releases-1-quiet", c -> {});
        type("dina", "promote checkout -e dev --reason new --take-field");
        type("dina", "promote checkout -e staging --reason new --take-field");
        studio.take(
                "releases-2-blocked",
                c -> {
                    c.releases().refresh();
                    c.releases().pick(PRODUCTION);
                });
        desks.of("dina").pace().await(SOAK);
        studio.now(c -> c.releases().refresh());
        studio.take("releases-3-asking", c -> c.releases().begin(Deed.ASK));
        type("rita", "request checkout -e production --reason why");
        studio.take(
                "releases-4-requested",
                c -> {
                    c.releases().leave();
                    c.releases().refresh();
                });
        studio.sit(seats.of("omar"));
        studio.now(c -> c.releases().pick(PRODUCTION));
        studio.take("releases-5-approving", c -> c.releases().begin(Deed.APPROVE));
        String id = studio.asked();
        type("omar", "approve " + id + " --confirm checkout");
        studio.sit(seats.of("sam"));
        studio.now(c -> c.releases().pick(PRODUCTION));
        studio.take("releases-6-granted", c -> c.releases().refresh());
        type("sam", "promote " + id + " --take-field");
        studio.take("releases-7-in", c -> c.releases().refresh());
    }

    private void rollouts(Studio studio) {
        studio.take("rollouts-1-healthy", c -> c.go(Room.ROLLOUTS));
        studio.take("rollouts-2-journal", c -> pickFirst(c.rollouts()));
        studio.take("rollouts-3-way-back", c -> c.rollouts().preview());
        type("sam", "rollback checkout -e production --reason errors");
        studio.take(
                "rollouts-4-back",
                c -> {
                    c.rollouts().leave();
                    c.rollouts().refresh();
                });
    }

    private static void pickFirst(RolloutsModel rollouts) {
        rollouts.pick(rollouts.state().get().all().getFirst().id());
    }

    private void type(String who, String line) {
        lines.run(desks.of(who), line.split(" "));
    }

    /** Takes the pictures of one window. */
    private record Studio(Window window, Work work, Path folder) {

        /** The id of what was asked for and is shown. */
        String asked() {
            return Toolkit.ask(() ->
                    window.console()
                            .orElseThrow()
                            .releases()
                            .state()
                            .get()
                            .detail(PRODUCTION)
                            .flatMap(Shown::known)
                            .map(ArrowDetail::promotion)
                            .orElseThrow()
                            .id());
        }

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
