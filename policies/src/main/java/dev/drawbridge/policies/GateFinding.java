package dev.drawbridge.policies;

import java.util.List;

/** The gate's own findings: what keeps the rules from judging. All of them are "can't tell". */
enum GateFinding {
    NO_COLLECTION(
            "gate.no_collection",
            "The gate has rules",
            "Name a collection in the environment's gate, such as minimal."),
    COLLECTION_UNKNOWN(
            "gate.collection_unknown",
            "Every collection is known",
            "Correct the name in the environment's gate."),
    COLLECTION_INCOMPLETE(
            "gate.collection_not_supported",
            "Every collection is complete",
            "Take the collection out of the environment's gate until a build has all its rules."),
    PARAMETER_UNKNOWN(
            "gate.parameter_unknown",
            "Every parameter is known",
            "Correct the name in the environment's gate; 'drawbridge policy explain' lists a rule's parameters."),
    PARAMETER_INVALID(
            "gate.parameter_invalid",
            "Every parameter has a value of its type",
            "Correct the value in the environment's gate; 'drawbridge policy explain' shows what a rule expects."),
    PACK_NOT_PINNED(
            "gate.pack_not_pinned",
            "The rules are the pinned ones",
            "Use the release of Drawbridge that carries the pinned pack, or have the environment pinned anew."),
    PINS_UNKNOWN(
            "gate.pins_unknown",
            "The pins are known",
            "Have the platform role run 'drawbridge cluster setup --apply' for this environment, or restore the pins' record."),
    PINS_DIFFER(
            "gate.pins_differ",
            "The workspace file and the rules are the pinned ones",
            "Get the team's current workspace file, or have the platform role pin this one anew with 'drawbridge cluster setup --apply'."),
    EVIDENCE_GONE(
            "gate.evidence_gone",
            "The evidence that was asked with is still there",
            "Find out who removed it and why, attach it again or make it anew, and ask anew."),
    ENGINE_FAILED(
            "gate.engine_failed",
            "The policy engine answers",
            "See to the engine that the message names, then ask again."),
    RULE_SILENT(
            "gate.rule_silent",
            "Each chosen rule reports",
            "Ask again; if it stays, the rules or the recorded input are damaged: use the release of Drawbridge that wrote it.");

    private final String id;
    private final String title;
    private final String remedy;

    GateFinding(String id, String title, String remedy) {
        this.id = id;
        this.title = title;
        this.remedy = remedy;
    }

    Finding on(String subject, String message) {
        return new Finding(
                id,
                title,
                Level.CANT_TELL,
                List.of(),
                subject,
                message,
                remedy,
                List.of(),
                List.of(),
                null);
    }
}
