package dev.drawbridge.app.demo;

import dev.drawbridge.practice.world.Step;

/** What is about to happen, in one line for someone who reads along. */
final class Narration {
    private Narration() {}

    static String of(Step.Act act) {
        return switch (act) {
            case Step.Gate s ->
                    s.who()
                            + " looks whether "
                            + s.service()
                            + " may go to "
                            + s.environment().text()
                            + ".";
            case Step.Request s ->
                    s.who()
                            + " asks for "
                            + s.service()
                            + " to go to "
                            + s.environment().text()
                            + ".";
            case Step.Approve s ->
                    s.who()
                            + " reads what was found and approves "
                            + s.service()
                            + " for "
                            + s.environment().text()
                            + ".";
            case Step.Refuse s ->
                    s.who() + " refuses " + s.service() + " for " + s.environment().text() + ".";
            case Step.Promote s ->
                    s.who() + " brings " + s.service() + " into " + s.environment().text() + ".";
            case Step.Drive s ->
                    s.who()
                            + " lets "
                            + s.environment().text()
                            + " take up the newest "
                            + s.service()
                            + ".";
            case Step.Rollback s ->
                    s.who() + " puts " + s.service() + " in " + s.environment().text() + " back.";
            case Step.Freeze s -> s.who() + " freezes " + s.environment().text() + ".";
            case Step.EndFreeze s ->
                    s.who() + " ends the freeze of " + s.environment().text() + ".";
        };
    }

    static String of(Step.Happening happening) {
        return switch (happening) {
            case Step.Wait s -> "(" + s.lasts().toMinutes() + " minutes of world time pass)";
            case Step.LeaveGroup s -> s.who() + " leaves the group " + s.group() + ".";
            case Step.FaultOn s -> "Something breaks: " + words(s.fault().kind()) + ".";
            case Step.FaultOff s -> "Mended: " + words(s.fault().kind()) + ".";
            case Step.ScanAgain s -> "CI scans " + s.service() + " " + s.release() + " again.";
            case Step.RemoveSignature s ->
                    "Somebody deletes the signature of " + s.service() + " " + s.release() + ".";
            case Step.Publish s ->
                    "CI publishes " + s.service() + " " + s.release().version() + ".";
        };
    }

    private static String words(Enum<?> kind) {
        return kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
