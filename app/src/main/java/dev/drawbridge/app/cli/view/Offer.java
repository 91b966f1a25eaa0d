package dev.drawbridge.app.cli.view;

/**
 * A way on from a release or a promotion for whoever looks.
 *
 * @param deed what would be done
 * @param command the command that does it, with words in quotes for what a person says
 */
public record Offer(Deed deed, String command) {

    /** What can be done. */
    public enum Deed {
        ASK,
        APPROVE,
        REFUSE,
        WITHDRAW,
        PROMOTE,
        WATCH,
        ROLL_BACK,
        JUDGE,
        SEE_SERVICE
    }
}
