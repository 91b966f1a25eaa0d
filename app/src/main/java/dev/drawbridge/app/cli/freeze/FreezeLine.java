package dev.drawbridge.app.cli.freeze;

import dev.drawbridge.app.output.Cell;
import dev.drawbridge.app.output.Sheet;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.ReleaseRecord;
import java.time.Instant;
import java.util.List;

/** A freeze that stands. */
record FreezeLine(
        String environment,
        String record,
        String reason,
        String who,
        Instant since,
        Instant until) {

    static FreezeLine of(String environment, ReleaseRecord<RecordBody.Freeze> freeze) {
        return new FreezeLine(
                environment,
                freeze.name(),
                freeze.body().reason(),
                freeze.who(),
                freeze.created(),
                freeze.body().until());
    }

    static Sheet sheet(List<FreezeLine> lines) {
        Sheet.Builder rows = Sheet.of("environment", "reason", "by", "since", "until");
        lines.forEach(f ->
                rows.row(
                        Cell.of(f.environment()),
                        Cell.of(f.reason()),
                        Cell.of(f.who()),
                        Cell.time(f.since()),
                        Cell.time(f.until())));
        return rows.build();
    }
}
