package dev.drawbridge.app.cli.view;

import dev.drawbridge.app.cli.desk.Interrupts;
import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.delivery.Refused;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The way on from a promotion, told after something was done. That can't hide what was done: where
 * it can't be read, this says so.
 *
 * @param others what only others can do, or why the way on isn't known
 * @param next commands
 */
public record Onward(Optional<String> others, List<String> next) {

    public Onward {
        next = List.copyOf(next);
    }

    /**
     * The way on.
     *
     * @param read reads the promotion anew
     */
    public static Onward of(String id, Supplier<Showing> read) {
        try {
            Showing showing = read.get();
            return new Onward(showing.others(), List.of(showing.next()));
        } catch (ConnectorException | Refused e) {
            if (Interrupts.caused(e)) {
                throw e;
            }
            return new Onward(
                    Optional.of("How it goes on can't be told now: " + e.getMessage()), show(id));
        }
    }

    /** The command that shows a promotion, in whatever state. */
    public static List<String> show(String id) {
        return List.of("drawbridge rollout show " + id);
    }
}
