package dev.drawbridge.policies;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a gate says.
 *
 * @param findings in {@link Finding#ORDER}
 * @param level the worst of them
 * @param engine who judged
 * @param inputJson the input that was judged, canonical, to be stored with the decision; not to be
 *     changed
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are what is hashed and stored
public record Verdict(List<Finding> findings, Level level, EngineInfo engine, byte[] inputJson) {

    public Verdict {
        findings = List.copyOf(findings);
    }

    /** Whether it is open. */
    public boolean open() {
        return level.opens();
    }

    /** How many findings of each level; every level has an entry. */
    public Map<Level, Integer> counts() {
        Map<Level, Integer> counts = new EnumMap<>(Level.class);
        for (Level each : Level.values()) {
            counts.put(each, 0);
        }
        findings.forEach(finding -> counts.merge(finding.level(), 1, Integer::sum));
        return counts;
    }

    /** Such as {@code 1 deny, 0 can't tell, 1 waits, 0 warn, 9 fine}. */
    public String summary() {
        Map<Level, Integer> counts = counts();
        return List.of(Level.DENY, Level.CANT_TELL, Level.WAITS, Level.WARN, Level.FINE).stream()
                .map(each -> counts.get(each) + " " + each.words())
                .collect(java.util.stream.Collectors.joining(", "));
    }
}
