package dev.drawbridge.delivery;

import dev.drawbridge.policies.Level;

/** How something that a person asked for ended. Each is an exit code of the command line. */
public enum Ending {
    DONE(0),
    FAILED(1),
    BAD_INPUT(2),
    DENIED(3),
    CANT_TELL(4),
    WAITS(5),
    /**
     * The act was done and has ended, and its effect can't be seen any more or pods run where none
     * should: somebody has to look.
     */
    LOOK_NOW(6);

    private final int code;

    Ending(int code) {
        this.code = code;
    }

    /** The exit code. */
    public int code() {
        return code;
    }

    /** What a gate's level means for the one who asked. */
    public static Ending of(Level level) {
        return switch (level) {
            case FINE, WARN -> DONE;
            case DENY -> DENIED;
            case CANT_TELL -> CANT_TELL;
            case WAITS -> WAITS;
        };
    }
}
