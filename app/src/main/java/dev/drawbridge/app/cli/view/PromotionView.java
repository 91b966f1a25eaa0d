package dev.drawbridge.app.cli.view;

import dev.drawbridge.app.output.Cell;
import dev.drawbridge.app.output.Page;
import dev.drawbridge.app.output.Tone;
import java.util.List;

/**
 * A promotion as a person reads it: where it stands, what it would do, what was found, who said
 * what, what was done.
 */
public final class PromotionView {

    private PromotionView() {}

    /** The promotion with all that is on record of it. */
    public static Page show(PromotionResult p) {
        Page page = new Page();
        page.head(sentence(p));
        String marked = p.marked();
        if (marked != null) {
            page.line(Tone.BLOCKED, marked);
        }
        RollbackResult rollback = p.rollback();
        if (rollback != null) {
            page.line(
                    Tone.WAITING,
                    times -> (rollback.isDone() ? "It was " : "A ") + rollback.words(times));
        }
        plan(page, p);
        ChangeView.show(page, "Change, as it is on record", p.change(), p.from());
        page.section("Findings, as they are on record");
        GateView.findings(page, p.findings(), null);
        page.gap().line("assessment  " + p.assessment());
        people(page, p);
        journal(page, p.journal());
        approve(page, p);
        return page;
    }

    /** Where it stands, in one sentence. */
    public static String sentence(PromotionResult p) {
        String what = p.service() + " " + Cell.shortDigest(p.digest()) + " into " + p.environment();
        return switch (p.phase()) {
            case "requested" ->
                    what
                            + " is asked for and waits for "
                            + (p.stillNeeded() == null ? "its grant" : p.stillNeeded())
                            + ".";
            case "granted" -> what + " is granted; an operator brings it in.";
            case "rolling out" -> what + " is rolling out.";
            case "healthy" ->
                    what
                            + (p.rollback() != null
                                    ? since(p.rollback())
                                    : p.marked() == null
                                            ? " is in and healthy."
                                            : " is in and healthy, and marked, so it isn't promoted further from there.");
            default -> what + " is " + p.phase() + (p.outcome() == null ? "." : ": " + p.outcome());
        };
    }

    private static String since(RollbackResult rollback) {
        return switch (rollback.state()) {
            case "done" -> " was in and healthy, and was put back later.";
            case "failed" -> " was in and healthy; a rollback since then failed.";
            default ->
                    " was in and healthy; a rollback was begun since, and how it went isn't on record.";
        };
    }

    /** What it would do, and what was said with it. */
    public static void plan(Page page, PromotionResult p) {
        page.line("  promotion  " + p.id());
        page.line(
                (p.over() ? "  ran before " : "  runs now   ")
                        + (p.from() == null ? "nothing" : p.from()));
        page.line(
                (p.over() ? "  brought in " : "  would run  ")
                        + p.image()
                        + " ("
                        + p.candidateFrom()
                        + ")");
        page.line("  plan       " + p.plan());
        page.line(
                Tone.PLAIN,
                times -> "  asked by   " + p.requester() + " at " + times.local(p.requested()));
        page.line("  reason     " + p.reason());
        line(page, "  ticket     ", p.ticket());
        line(page, "  impact     ", p.impact());
        line(page, "  back-out   ", p.backOut());
        if (!p.over()) {
            page.line(
                    Tone.QUIET,
                    times ->
                            "  ends by itself at "
                                    + times.local(p.expires())
                                    + " unless it is granted");
        }
    }

    private static void people(Page page, PromotionResult p) {
        page.section("People");
        if (p.approvals().isEmpty() && p.refusals().isEmpty()) {
            page.line("  nobody has said yes or no");
        }
        p.approvals()
                .forEach(a ->
                        page.line(
                                Tone.GOOD,
                                times ->
                                        "  approved by "
                                                + a.who()
                                                + groups(a)
                                                + " at "
                                                + times.local(a.at())));
        p.refusals()
                .forEach(r ->
                        page.line(
                                Tone.BLOCKED,
                                times ->
                                        "  refused by "
                                                + r.who()
                                                + " at "
                                                + times.local(r.at())
                                                + ": "
                                                + r.reason()));
        if (p.stillNeeded() != null && !p.over()) {
            page.line(Tone.WAITING, "  still needed: " + p.stillNeeded());
        }
    }

    private static String groups(PromotionResult.Said said) {
        return said.groups().isEmpty() ? "" : " (" + String.join(", ", said.groups()) + ")";
    }

    private static void journal(Page page, List<PromotionResult.Entry> journal) {
        page.section("Journal");
        journal.forEach(e ->
                page.line(
                        Tone.PLAIN,
                        times -> "  " + times.local(e.at()) + "  " + e.who() + "  " + e.what()));
    }

    private static void approve(Page page, PromotionResult p) {
        if (p.approveWith() != null) {
            page.section("To approve it in your own name without Drawbridge");
            page.block(p.approveWith());
        }
    }

    private static void line(
            Page page, String label, @org.jspecify.annotations.Nullable String value) {
        if (value != null) {
            page.line(label + value);
        }
    }
}
