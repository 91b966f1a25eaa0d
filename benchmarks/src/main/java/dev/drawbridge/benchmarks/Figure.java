package dev.drawbridge.benchmarks;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * One result as it is kept.
 *
 * @param date when it was begun, UTC, ISO 8601
 * @param command what gives it anew
 * @param loadBefore load average of the last minute when it was begun
 * @param loadAfter and when it ended, the benchmark's own work included
 */
@JsonIgnoreProperties(value = "held", allowGetters = true)
public record Figure(
        String name,
        String title,
        String date,
        String command,
        Machine machine,
        double loadBefore,
        double loadAfter,
        List<Promise> promises,
        List<Series> series,
        List<String> notes) {
    public Figure {
        promises = List.copyOf(promises);
        series = List.copyOf(series);
        notes = List.copyOf(notes);
    }

    /** Whether all that is promised was kept, and anything is promised. */
    @JsonProperty
    public boolean held() {
        return !promises.isEmpty() && promises.stream().allMatch(Promise::held);
    }
}
