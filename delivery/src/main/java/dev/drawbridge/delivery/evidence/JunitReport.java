package dev.drawbridge.delivery.evidence;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a JUnit report says, over all its suites, counted test case by test case.
 *
 * @param failedTests names of those that failed or ended in an error; the last one says how many
 *     more there are
 * @param made the latest time of a suite that names its zone; null where none does
 */
public record JunitReport(
        long total,
        long failed,
        long errors,
        long skipped,
        List<String> failedTests,
        @Nullable Instant made) {
    public JunitReport {
        failedTests = List.copyOf(failedTests);
    }
}
