package dev.drawbridge.app.cli.promotion;

import dev.drawbridge.delivery.promotion.RequestWords;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a person says with a request. Filled by the parser. */
public final class SaidOptions {

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; a request needs it.")
    @Nullable String reason;

    @Option(names = "--ticket", paramLabel = "TEXT", description = "Where it was agreed.")
    @Nullable String ticket;

    @Option(names = "--impact", paramLabel = "TEXT", description = "What it touches.")
    @Nullable String impact;

    @Option(names = "--back-out", paramLabel = "TEXT", description = "How it is undone.")
    @Nullable String backOut;

    RequestWords words() {
        return new RequestWords(reason, ticket, impact, backOut);
    }
}
