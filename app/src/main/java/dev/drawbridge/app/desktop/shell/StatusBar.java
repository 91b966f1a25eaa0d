package dev.drawbridge.app.desktop.shell;

import dev.drawbridge.app.desktop.look.Texts;
import dev.drawbridge.app.desktop.work.Job;
import dev.drawbridge.app.desktop.work.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** The line at the foot of the window: who judges, and what is being done or waited for. */
public final class StatusBar extends HBox {
    /** What a screen reads on its own is worth a word only where it takes longer. */
    private static final Duration LONG = Duration.ofSeconds(1);

    private final Work work;
    private final Label doing = new Label();
    private @Nullable Job shown;
    private final Hyperlink cancel = new Hyperlink(Texts.of("window.cancel"));

    public StatusBar(Work work) {
        this.work = work;
        getStyleClass().add("status-bar");
        Region spring = new Region();
        HBox.setHgrow(spring, Priority.ALWAYS);
        getChildren().addAll(spring, doing, cancel);
        cancel.setVisible(false);
        work.jobs().addListener((ListChangeListener<Job>) change -> look());
        work.every(Duration.ofMillis(500), this::look);
    }

    private void look() {
        Instant now = work.clock().instant();
        List<Job> worth =
                work.jobs().stream()
                        .filter(job ->
                                job.kind() == Job.Kind.ASKED
                                        || job.started().plus(LONG).isBefore(now))
                        .sorted(Comparator.comparing(Job::kind))
                        .toList();
        cancel.setVisible(!worth.isEmpty());
        if (worth.isEmpty()) {
            doing.setText("");
            shown = null;
            return;
        }
        Job first = worth.getFirst();
        String step = first.step().get();
        doing.setText(
                first.what()
                        + (step.isEmpty() ? "" : ": " + step)
                        + (worth.size() == 1 ? "" : Texts.of("window.more", worth.size() - 1)));
        if (first != shown) {
            shown = first;
            cancel.setOnAction(e -> first.cancel());
        }
    }
}
