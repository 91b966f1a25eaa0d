package dev.drawbridge.app.cli.desk;

import dev.drawbridge.analytics.history.HistoryException;
import dev.drawbridge.app.output.Failure;
import dev.drawbridge.app.output.Words;
import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.Refused;
import dev.drawbridge.delivery.promotion.Grants;
import dev.drawbridge.delivery.rollout.Driver;
import dev.drawbridge.delivery.workload.WorkloadWriter;
import dev.drawbridge.delivery.workspace.WorkspaceException;
import dev.drawbridge.policies.PolicyEngineException;

/** What an exception means to the one who gave the command: one sentence and how it ends. */
public final class Failures {

    private Failures() {}

    /** Puts an exception into words. */
    public static Failure of(Throwable thrown) {
        if (Interrupts.caused(thrown)) {
            // How it goes on, this process can't tell.
            return new Failure(Ending.CANT_TELL, Interrupts.sentence(), thrown);
        }
        Ending ending =
                switch (thrown) {
                    case Refused refused -> refused.ending();
                    case Grants.GateClosed closed -> Ending.of(closed.judged().verdict().level());
                    case UsageException usage -> Ending.BAD_INPUT;
                    case WorkspaceException workspace -> Ending.BAD_INPUT;
                    case ConnectorException connector -> of(connector.kind());
                    case HistoryException history -> of(history.kind());
                    case PolicyEngineException engine -> Ending.CANT_TELL;
                    case Driver.LeaseLost lost -> Ending.CANT_TELL;
                    case WorkloadWriter.FencedOff fenced -> Ending.FAILED;
                    default -> Ending.FAILED;
                };
        return new Failure(ending, sentence(thrown), thrown);
    }

    private static Ending of(ConnectorException.Kind kind) {
        return switch (kind) {
            case BAD_INPUT, NOT_FOUND -> Ending.BAD_INPUT;
            case DENIED -> Ending.DENIED;
            case CONFLICT -> Ending.FAILED;
            case UNREACHABLE, NOT_ITSELF, TOO_LARGE, UNREADABLE -> Ending.CANT_TELL;
        };
    }

    private static Ending of(HistoryException.Kind kind) {
        return switch (kind) {
            case NOT_A_HISTORY, NEWER, NOT_WRITABLE -> Ending.BAD_INPUT;
            case BUSY, UNREADABLE -> Ending.FAILED;
        };
    }

    private static String sentence(Throwable thrown) {
        String message = String.valueOf(thrown.getMessage());
        return switch (thrown) {
            case Refused r -> Words.oneLine(message);
            case Grants.GateClosed g -> Words.oneLine(message);
            case UsageException u -> message;
            case WorkspaceException w -> message;
            case ConnectorException c -> Words.oneLine(message);
            case HistoryException h -> message;
            case PolicyEngineException p -> message;
            case Driver.LeaseLost l -> message;
            case WorkloadWriter.FencedOff f -> message;
            default ->
                    "Drawbridge itself failed ("
                            + thrown.getClass().getSimpleName()
                            + ": "
                            + message
                            + "); run it again with --verbose and send what it says to its makers";
        };
    }
}
