package dev.drawbridge.app.output;

import dev.drawbridge.delivery.Ending;
import org.jspecify.annotations.Nullable;

/**
 * Why a command didn't get to an answer.
 *
 * @param ending how it ends with it
 * @param sentence for the person: what failed, on what, why, what next
 * @param cause shown with {@code --verbose} only
 */
public record Failure(Ending ending, String sentence, @Nullable Throwable cause) {}
