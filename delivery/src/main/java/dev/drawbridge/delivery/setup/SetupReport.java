package dev.drawbridge.delivery.setup;

import java.util.List;

/**
 * What a check found, or what an apply did.
 *
 * @param done what was changed, in sentences; empty after a check, and after an apply that found
 *     nothing to do
 * @param differences what isn't as the workspace says, in sentences; after an apply only what it
 *     couldn't put right
 * @param warnings what will need somebody, in sentences
 * @param trust whether the cluster holds records to their makers now
 */
public record SetupReport(
        List<String> done, List<String> differences, List<String> warnings, RecordsTrust trust) {

    public SetupReport {
        done = List.copyOf(done);
        differences = List.copyOf(differences);
        warnings = List.copyOf(warnings);
    }
}
