package dev.drawbridge.app.desktop;

import dev.drawbridge.app.desktop.desk.OpenDesk;
import dev.drawbridge.app.desktop.desk.Seat;
import dev.drawbridge.app.desktop.releases.ReleasesModel;
import dev.drawbridge.app.desktop.releases.ReleasesView;
import dev.drawbridge.app.desktop.rollouts.RolloutsModel;
import dev.drawbridge.app.desktop.rollouts.RolloutsView;
import dev.drawbridge.app.desktop.shell.Room;
import dev.drawbridge.app.desktop.shell.Shell;
import dev.drawbridge.app.desktop.shell.StatusBar;
import dev.drawbridge.app.desktop.shell.TopBar;
import dev.drawbridge.app.desktop.work.Work;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** One person's console over an open desk: the shell with its screens. On the window's thread. */
public final class Console {
    static final List<String> STYLES =
            List.of(style(Shell.class, "shell.css"), style(ReleasesView.class, "releases.css"));

    private final ReleasesModel releases;
    private final RolloutsModel rollouts;
    private final Shell shell;

    /**
     * @param seats of all who may work in this window
     * @param sit lets one of them
     */
    Console(OpenDesk desk, Seat seat, List<Seat> seats, Consumer<Seat> sit, Work work) {
        this.releases = new ReleasesModel(desk, work);
        this.rollouts = new RolloutsModel(desk, work);
        this.shell =
                new Shell(
                        new TopBar(desk.workspace().name(), seat, seats, sit), new StatusBar(work));
        shell.add(Room.RELEASES, new ReleasesView(releases));
        shell.add(Room.ROLLOUTS, new RolloutsView(rollouts, work.clock()));
    }

    /** Shows a screen. */
    public void go(Room room) {
        shell.go(room);
    }

    /** What the Releases screen knows and can do. */
    public ReleasesModel releases() {
        return releases;
    }

    /** What the Rollouts screen knows and can do. */
    public RolloutsModel rollouts() {
        return rollouts;
    }

    Shell shell() {
        return shell;
    }

    private static String style(Class<?> beside, String name) {
        return Objects.requireNonNull(beside.getResource(name)).toExternalForm();
    }
}
