package dev.drawbridge.delivery.evidence;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.drawbridge.analytics.history.Appended;
import dev.drawbridge.analytics.history.Event;
import dev.drawbridge.analytics.history.History;
import java.time.Instant;

/**
 * Sightings kept in this desk's history, so that a document can't become younger by being signed or
 * attached anew.
 */
public final class HistorySightings implements Sightings {
    private final History history;

    public HistorySightings(History history) {
        this.history = history;
    }

    @Override
    public Instant firstSeen(String kind, String sha256, Instant now) {
        Event seen =
                new Event(
                        now,
                        "evidence-seen",
                        null,
                        null,
                        null,
                        null,
                        "desk",
                        "evidence-seen/" + kind + "/" + sha256,
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("kind", kind)
                                .put("sha256", sha256));
        Appended kept = history.append(seen);
        return kept.added() ? now : history.events(kept.id() - 1, 1).getFirst().event().at();
    }
}
