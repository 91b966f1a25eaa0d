package dev.drawbridge.policies;

import java.util.List;
import java.util.stream.Collectors;

/** The reference of the rules as Markdown, from the catalogue alone. */
public final class PolicyDocs {

    private PolicyDocs() {}

    /** The whole page; ends with a line break. */
    public static String markdown(Catalogue catalogue) {
        StringBuilder page = new StringBuilder();
        page.append(
                """
                # Rules and collections

                Generated from the rules' own annotations; don't edit. `drawbridge policy explain RULE` shows the same. Which documents the
                rules rest on, and how to attach them: [evidence](../evidence.md). What a rule may look at:
                [the input's schema](../../policies/schema/gate-input.schema.json).

                A rule says *fine*, *warn*, *deny*, *can't tell* (it lacks what it needs to judge) or *waits* (all that is missing is a person's
                act). The gate opens if no rule denies, can't tell or waits. Control ids say what a rule provides evidence for, in our own
                reading; no rule makes anyone comply with anything.

                ## Collections

                | collection | what for | rules |
                |---|---|---|
                """);
        catalogue.collections().forEach(each -> page.append(collection(catalogue, each)));
        page.append(
                """

                `%s` applies everywhere, and `%s` always where an environment is protected or names approvals.

                ## Rules
                """
                        .formatted(Gate.OUTSIDE_FREEZE, Gate.FOUR_EYES));
        catalogue.rules().forEach(each -> page.append(rule(each)));
        return page.toString();
    }

    private static String collection(Catalogue catalogue, Catalogue.Collection collection) {
        List<String> missing = catalogue.missing(collection);
        String rules =
                collection.rules().stream()
                        .map(id ->
                                missing.contains(id)
                                        ? "`" + id + "`"
                                        : "[`" + id + "`](#" + anchor(id) + ")")
                        .collect(Collectors.joining(", "));
        String state =
                missing.isEmpty()
                        ? ""
                        : " (not supported yet: "
                                + missing.size()
                                + " of its rules are still to come)";
        return "| `"
                + collection.name()
                + "` | "
                + collection.title()
                + state
                + " | "
                + rules
                + " |\n";
    }

    private static String rule(Catalogue.Rule rule) {
        StringBuilder text = new StringBuilder("\n### " + rule.id() + "\n\n");
        text.append("**")
                .append(rule.title())
                .append(".** ")
                .append(rule.description().strip().replace('\n', ' '));
        text.append("\n\n- Remedy: ").append(rule.remedy());
        text.append("\n- Where it can't tell: ").append(rule.remedyCantTell());
        if (!rule.depends().isEmpty()) {
            text.append("\n- Its level depends on: ").append(String.join(", ", rule.depends()));
        }
        text.append("\n- Controls: ").append(String.join("; ", rule.controls())).append('\n');
        if (!rule.parameters().isEmpty()) {
            text.append("\n| parameter | type | default | meaning |\n|---|---|---|---|\n");
            for (Catalogue.Parameter each : rule.parameters()) {
                text.append(
                        "| `%s` | %s | `%s` | %s |\n"
                                .formatted(
                                        each.name(), each.type(), each.fallback(), meaning(each)));
            }
        }
        return text.toString();
    }

    private static String meaning(Catalogue.Parameter parameter) {
        return parameter.values() == null
                ? parameter.meaning()
                : parameter.meaning() + ": " + String.join(", ", parameter.values());
    }

    /** As Markdown readers make a heading's anchor. */
    private static String anchor(String id) {
        return id.replace(".", "");
    }
}
