package dev.drawbridge.delivery.promotion;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.Refused;
import dev.drawbridge.delivery.gate.Judged;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordJson;
import dev.drawbridge.policies.Assessment;
import dev.drawbridge.policies.AssessmentSubject;
import dev.drawbridge.policies.Finding;
import dev.drawbridge.policies.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What differs between an assessment on record and today's, for a person to read. */
final class AssessmentChange {
    /** More than this many differences are only counted. */
    private static final int SHOWN = 4;

    private AssessmentChange() {}

    /** Says no where the assessment isn't the one asked for, naming what changed. */
    static void requireNone(Promotions.Found found, Judged judged) {
        RecordBody.Request request = found.promotion().request().body();
        if (judged.assessment().hash().equals(request.assessment())) {
            return;
        }
        throw new Refused(
                Ending.DENIED,
                "what was asked as "
                        + found.promotion().id()
                        + " is no longer what stands: "
                        + words(request, judged)
                        + "; ask anew with `drawbridge request "
                        + request.service()
                        + " -e "
                        + request.environment()
                        + "`");
    }

    /**
     * The findings that weren't there, with these blocking facts, when the others were written. A
     * level that time changed makes none.
     */
    static List<Finding> added(JsonNode before, Judged judged) {
        Set<Assessment.Entry> known = new HashSet<>(entries(findings(before), judged));
        return judged.verdict().findings().stream()
                .filter(finding -> !known.containsAll(entries(List.of(finding), judged)))
                .toList();
    }

    private static String words(RecordBody.Request request, Judged judged) {
        List<String> changes = new ArrayList<>(subject(request, judged.assessment().subject()));
        changes.addAll(rules(findings(request.findings()), judged));
        if (changes.isEmpty()) {
            changes.add("where it would go (cluster, namespace, workload or container) changed");
        }
        int more = changes.size() - SHOWN;
        return String.join(", ", changes.subList(0, Math.min(SHOWN, changes.size())))
                + (more > 0 ? " and " + more + " more" : "");
    }

    private static List<String> subject(RecordBody.Request asked, AssessmentSubject now) {
        RecordBody.From from = asked.from();
        List<String> changes = new ArrayList<>();
        if (!Objects.equals(from == null ? null : from.digest(), now.from())) {
            changes.add(
                    differs(
                            "what runs there",
                            from == null ? "nothing" : from.digest(),
                            now.from()));
        } else if (from != null && !Objects.equals(from.manifest(), now.fromManifest())) {
            changes.add("the pod template of what runs there changed");
        }
        if (!asked.plan().equals(now.plan())) {
            changes.add(differs("the plan", asked.plan(), now.plan()));
        }
        if (!asked.pack().equals(now.pack())) {
            changes.add(differs("the pack of rules", asked.pack(), now.pack()));
        }
        if (!Objects.equals(asked.pins(), now.pins())) {
            changes.add(differs("the pinned gate", asked.pins(), now.pins()));
        }
        return changes;
    }

    private static String differs(String what, @Nullable String was, @Nullable String is) {
        return what + " was " + shown(was) + " and is " + shown(is);
    }

    private static String shown(@Nullable String value) {
        String bare = value == null ? "unknown" : value.replace("sha256:", "");
        return bare.length() > 12 ? bare.substring(0, 12) : bare;
    }

    /**
     * By rule and subject: the level and what blocks, before and now. Where something blocks or
     * did, what passes both times is left out.
     */
    private static List<String> rules(List<Finding> before, Judged judged) {
        List<Finding> now = judged.verdict().findings();
        List<String> passing = new ArrayList<>();
        List<String> blocking = new ArrayList<>();
        for (String about : abouts(before, now)) {
            List<Finding> was = of(about, before);
            List<Finding> is = of(about, now);
            if (!entries(was, judged).equals(entries(is, judged))) {
                boolean passes =
                        Stream.concat(was.stream(), is.stream()).allMatch(f -> f.level().opens());
                (passes ? passing : blocking).add(about + words(was, is));
            }
        }
        return blocking.isEmpty() ? passing : blocking;
    }

    private static String words(List<Finding> was, List<Finding> is) {
        if (was.isEmpty()) {
            return " is new: " + level(is);
        }
        return is.isEmpty()
                ? " is gone: it was " + level(was)
                : " was " + level(was) + " and is " + level(is);
    }

    private static Set<String> abouts(List<Finding> before, List<Finding> now) {
        Set<String> abouts = new TreeSet<>();
        before.forEach(finding -> abouts.add(about(finding)));
        now.forEach(finding -> abouts.add(about(finding)));
        return abouts;
    }

    private static String about(Finding finding) {
        return finding.id() + " of " + finding.subject();
    }

    private static List<Finding> of(String about, List<Finding> findings) {
        return findings.stream().filter(finding -> about(finding).equals(about)).toList();
    }

    private static String level(List<Finding> findings) {
        String facts =
                findings.stream()
                        .flatMap(finding -> finding.facts().stream())
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(", "));
        return Level.worst(findings.stream().map(Finding::level).toList()).words()
                + (facts.isEmpty() ? "" : " (" + facts + ")");
    }

    private static List<Assessment.Entry> entries(List<Finding> findings, Judged judged) {
        return Assessment.of(judged.assessment().subject(), findings).entries();
    }

    /** Findings on record that can't be read are findings that weren't there. */
    private static List<Finding> findings(JsonNode kept) {
        try {
            return List.of(RecordJson.read(kept.toString(), Finding[].class));
        } catch (JsonProcessingException e) {
            return List.of();
        }
    }
}
