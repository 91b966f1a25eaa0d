package dev.drawbridge.policies;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Judges a release with the rules of an environment's collections, and sees to it that nothing
 * passes by absence: each chosen rule must report, an unknown collection or parameter, an engine
 * that fails and a pack that isn't the pinned one are "can't tell". Never throws for an engine's
 * failure. Safe from any thread if its engine is.
 */
public final class Gate {

    /** Chosen in addition wherever an environment is protected or names approvals. */
    static final String FOUR_EYES = "change.four_eyes";

    /** Chosen in addition everywhere: a freeze stops every start. */
    static final String OUTSIDE_FREEZE = "change.outside_freeze";

    private final PolicyEngine engine;
    private final Catalogue catalogue;

    public Gate(PolicyEngine engine) {
        this(engine, Catalogue.bundled());
    }

    Gate(PolicyEngine engine, Catalogue catalogue) {
        this.engine = engine;
        this.catalogue = catalogue;
    }

    /** Judges; blocks for as long as the engine does. */
    public Verdict judge(GateInput input) {
        byte[] json = CanonicalJson.bytes(input);
        List<Finding> findings = new ArrayList<>();
        Set<String> chosen = chooseRules(input.environment(), findings);
        checkParameters(input.environment(), findings);
        checkPins(input, findings);
        checkEvidence(input.request(), findings);
        findings.addAll(evaluate(json, chosen));
        findings.sort(Finding.ORDER);
        return new Verdict(
                findings,
                Level.worst(findings.stream().map(Finding::level).toList()),
                engine.info(),
                json);
    }

    /** What was there when it was asked and is gone may be what spoke against it. */
    private static void checkEvidence(
            GateInput.@Nullable Request request, Collection<Finding> findings) {
        if (request != null) {
            request.evidenceGone()
                    .forEach(sha256 ->
                            findings.add(
                                    GateFinding.EVIDENCE_GONE.on(
                                            sha256,
                                            "The evidence with SHA-256 "
                                                    + sha256
                                                    + ", which the request listed, is no longer offered beside the image.")));
        }
    }

    /**
     * The rules that must report for an environment; what stands against its choice is added to the
     * findings.
     */
    private Set<String> chooseRules(
            GateInput.Environment environment, Collection<Finding> findings) {
        Set<String> chosen = new TreeSet<>();
        if (environment.collections().isEmpty()) {
            findings.add(
                    GateFinding.NO_COLLECTION.on(
                            environment.name(),
                            "The gate of "
                                    + environment.name()
                                    + " names no collection of rules, so nothing would be checked."));
        }
        for (String name : environment.collections()) {
            catalogue
                    .collection(name)
                    .ifPresentOrElse(
                            collection -> choose(collection, chosen, findings),
                            () -> findings.add(unknownCollection(name)));
        }
        chosen.add(OUTSIDE_FREEZE);
        if (environment.protectedEnvironment() || !environment.approvalsNeeded().isEmpty()) {
            chosen.add(FOUR_EYES);
        }
        return chosen;
    }

    private void choose(
            Catalogue.Collection collection, Set<String> chosen, Collection<Finding> findings) {
        List<String> missing = catalogue.missing(collection);
        if (!missing.isEmpty()) {
            findings.add(
                    GateFinding.COLLECTION_INCOMPLETE.on(
                            collection.name(),
                            "The collection "
                                    + collection.name()
                                    + " isn't supported yet: this build lacks its rules "
                                    + String.join(", ", missing)
                                    + "."));
        }
        collection.rules().stream()
                .filter(id -> catalogue.rule(id).isPresent())
                .forEach(chosen::add);
    }

    private Finding unknownCollection(String name) {
        String known =
                catalogue.collections().stream()
                        .filter(each -> catalogue.missing(each).isEmpty())
                        .map(Catalogue.Collection::name)
                        .collect(Collectors.joining(", "));
        return GateFinding.COLLECTION_UNKNOWN.on(
                name,
                "There is no collection of rules called " + name + "; there are " + known + ".");
    }

    private void checkParameters(GateInput.Environment environment, Collection<Finding> findings) {
        environment
                .parameters()
                .forEach((id, values) ->
                        catalogue
                                .rule(id)
                                .ifPresentOrElse(
                                        rule -> checkParameters(rule, values, findings),
                                        () ->
                                                findings.add(
                                                        GateFinding.PARAMETER_UNKNOWN.on(
                                                                id,
                                                                "Parameters are set for the rule "
                                                                        + id
                                                                        + ", and there is no such rule."))));
    }

    private static void checkParameters(
            Catalogue.Rule rule, JsonNode values, Collection<Finding> findings) {
        if (!values.isObject()) {
            findings.add(
                    GateFinding.PARAMETER_INVALID.on(
                            rule.id(),
                            "The parameters of "
                                    + rule.id()
                                    + " must be names with values, and are "
                                    + values
                                    + "."));
            return;
        }
        Map<String, Catalogue.Parameter> known =
                rule.parameters().stream()
                        .collect(Collectors.toMap(Catalogue.Parameter::name, each -> each));
        for (Map.Entry<String, JsonNode> each : values.properties()) {
            String subject = rule.id() + "." + each.getKey();
            Catalogue.Parameter parameter = known.get(each.getKey());
            if (parameter == null) {
                findings.add(
                        GateFinding.PARAMETER_UNKNOWN.on(
                                subject,
                                "The rule "
                                        + rule.id()
                                        + " has no parameter "
                                        + each.getKey()
                                        + "; it has "
                                        + (known.isEmpty()
                                                ? "none"
                                                : String.join(", ", new TreeSet<>(known.keySet())))
                                        + "."));
            } else if (!parameter.accepts(each.getValue())) {
                findings.add(
                        GateFinding.PARAMETER_INVALID.on(
                                subject,
                                "The parameter "
                                        + subject
                                        + " is "
                                        + each.getValue()
                                        + ", and must be "
                                        + parameter.wanted()
                                        + "."));
            }
        }
    }

    private void checkPins(GateInput input, Collection<Finding> findings) {
        GateInput.Pins pins = input.pins();
        String pack = engine.info().packDigest();
        String environment = input.environment().name();
        if (pins.packDigest() != null && !pins.packDigest().equals(pack)) {
            findings.add(
                    GateFinding.PACK_NOT_PINNED.on(
                            environment,
                            "These rules are pack "
                                    + pack
                                    + ", and "
                                    + environment
                                    + " is pinned to pack "
                                    + pins.packDigest()
                                    + "."));
        }
        if (!input.environment().protectedEnvironment()) {
            return;
        }
        String why = pins.why() == null ? "they name no pack." : pins.why();
        if (pins.state() == GateInput.State.INVALID) {
            findings.add(
                    GateFinding.PINS_DIFFER.on(
                            environment,
                            "What this desk would judge "
                                    + environment
                                    + " by isn't what is pinned there: "
                                    + why));
        } else if (pins.state() != GateInput.State.READ || pins.packDigest() == null) {
            findings.add(
                    GateFinding.PINS_UNKNOWN.on(
                            environment,
                            "The pins of the protected environment "
                                    + environment
                                    + " aren't known: "
                                    + why));
        }
    }

    private List<Finding> evaluate(byte[] json, Set<String> chosen) {
        List<Finding> findings;
        try {
            findings = new ArrayList<>(engine.evaluate(json));
        } catch (PolicyEngineException e) {
            return List.of(
                    GateFinding.ENGINE_FAILED.on(
                            engine.info().kind(), String.valueOf(e.getMessage())));
        }
        Set<String> reported = findings.stream().map(Finding::id).collect(Collectors.toSet());
        for (String id : chosen) {
            if (!reported.contains(id)) {
                findings.add(
                        GateFinding.RULE_SILENT.on(
                                id,
                                "The rule "
                                        + id
                                        + " was to judge and reported nothing; silence isn't a yes."));
            }
        }
        return findings;
    }
}
