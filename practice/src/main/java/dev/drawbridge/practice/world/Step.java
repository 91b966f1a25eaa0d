package dev.drawbridge.practice.world;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is done or happens in a scenario. Steps follow one another; {@code at} holds one
 * back until the world has gone on that long. In a file {@code does} names the kind: the record's
 * name in lower case with hyphens.
 */
public sealed interface Step {
    /** What a scenario file's schema says of {@code at}. */
    String NOT_BEFORE =
            "World time since the start before which it waits; steps follow one another";

    /**
     * World time since the world began before which it doesn't start; null: after the one before.
     */
    @Nullable Duration at();

    /** What a person does with the product, from their own desk. */
    sealed interface Act extends Step {
        /** Name of that person. */
        String who();
    }

    /** What happens to the world without the product. {@link PracticeWorld#happen} makes it so. */
    sealed interface Happening extends Step {}

    /** Evaluates the gate, writing nothing. */
    record Gate(
            @Key(NOT_BEFORE) @Nullable Duration at,
            @Key("Who") String who,
            @Key("Which service") String service,
            @Key("For which environment") WorldSpec.EnvironmentName environment)
            implements Act {}

    /** Asks for a promotion. */
    record Request(
            @Key(NOT_BEFORE) @Nullable Duration at,
            @Key("Who") String who,
            @Key("Which service") String service,
            @Key("Into which environment") WorldSpec.EnvironmentName environment,
            @Key("Why") String reason,
            @Key("Ticket") @Nullable String ticket,
            @Key("What it may do to users") @Nullable String impact,
            @Key("How it would be taken back") @Nullable String backOut)
            implements Act {}

    /** Approves the newest open request of that service there. */
    record Approve(
            @Key(NOT_BEFORE) @Nullable Duration at,
            @Key("Who") String who,
            @Key("Which service") String service,
            @Key("Into which environment") WorldSpec.EnvironmentName environment)
            implements Act {}

    /** Refuses the newest open request of that service there. */
    record Refuse(
            @Key(NOT_BEFORE) @Nullable Duration at,
            @Key("Who") String who,
            @Key("Which service") String service,
            @Key("Into which environment") WorldSpec.EnvironmentName environment,
            @Key("Why") String reason)
            implements Act {}

    /** Acts on the newest open request of that service there, and follows it to its end. */
    record Promote(
            @Key(NOT_BEFORE) @Nullable Duration at,
            @Key("Who") String who,
            @Key("Which service") String service,
            @Key("Into which environment") WorldSpec.EnvironmentName environment)
            implements Act {}

    /** Takes up what waits to be promoted on its own into an environment, to its end. */
    record Drive(
            @Key(NOT_BEFORE) @Nullable Duration at,
            @Key("Who") String who,
            @Key("Which service") String service,
            @Key("Into which environment") WorldSpec.EnvironmentName environment)
            implements Act {}

    /** Puts an earlier release back. */
    record Rollback(
            @Key(NOT_BEFORE) @Nullable Duration at,
            @Key("Who") String who,
            @Key("Which service") String service,
            @Key("Where") WorldSpec.EnvironmentName environment,
            @Key("Version to go back to; the one before if left out") @Nullable String to)
            implements Act {}

    /** Stops new starts in an environment. */
    record Freeze(
            @Key(NOT_BEFORE) @Nullable Duration at,
            @Key("Who") String who,
            @Key("Where") WorldSpec.EnvironmentName environment,
            @Key("Why") String reason,
            @Key(value = "How long", byDefault = "1h") Duration lasts)
            implements Act {}

    /** Ends a freeze. */
    record EndFreeze(
            @Key(NOT_BEFORE) @Nullable Duration at,
            @Key("Who") String who,
            @Key("Where") WorldSpec.EnvironmentName environment)
            implements Act {}

    /** Lets time pass. */
    record Wait(
            @Key(NOT_BEFORE) @Nullable Duration at, @Key("How long, in world time") Duration lasts)
            implements Happening {}

    /** Someone leaves a group, in every cluster. */
    record LeaveGroup(
            @Key(NOT_BEFORE) @Nullable Duration at,
            @Key("Who") String who,
            @Key("Which group") String group)
            implements Happening {}

    /** Something breaks. */
    record FaultOn(@Key(NOT_BEFORE) @Nullable Duration at, @Key("What") WorldSpec.Fault fault)
            implements Happening {}

    /** Something is mended. */
    record FaultOff(@Key(NOT_BEFORE) @Nullable Duration at, @Key("What") WorldSpec.Fault fault)
            implements Happening {}

    /** CI scans a release again and attaches what it found; ages count back from now. */
    record ScanAgain(
            @Key(NOT_BEFORE) @Nullable Duration at,
            @Key("Which service") String service,
            @Key("Version of the release") String release,
            @Key("What comes of it") WorldSpec.Scan scan)
            implements Happening {}

    /** Someone deletes a release's signature from the registry. */
    record RemoveSignature(
            @Key(NOT_BEFORE) @Nullable Duration at,
            @Key("Which service") String service,
            @Key("Version of the release") String release)
            implements Happening {}

    /** CI makes a new release, which the tag `main` then names; ages count back from now. */
    record Publish(
            @Key(NOT_BEFORE) @Nullable Duration at,
            @Key("Which service") String service,
            @Key("What it made") WorldSpec.Release release)
            implements Happening {}
}
