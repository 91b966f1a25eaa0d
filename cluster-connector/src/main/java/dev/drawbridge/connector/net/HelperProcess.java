package dev.drawbridge.connector.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A program that is asked for a login: a question on standard input, an answer of at most 64 KiB on
 * standard output. What it says on standard error is thrown away, because it may hold anything. It
 * never outlives the question.
 */
public final class HelperProcess {
    /** How long one may take. */
    public static final Duration LIMIT = Duration.ofSeconds(20);

    private static final int LARGEST_ANSWER = 64 << 10;

    private HelperProcess() {}

    /**
     * What it said.
     *
     * @param code its exit code
     */
    public record Answer(int code, byte[] said) {}

    /** It wasn't to be had; the message goes on from the program's name. */
    public static final class Failed extends Exception {
        private Failed(String message) {
            super(message);
        }
    }

    /**
     * Asks. Blocks for at most twice {@link #LIMIT}.
     *
     * @param environment all that it sees of ours
     * @throws IOException where it can't be started
     */
    public static Answer ask(
            ProcessBuilder program, Map<String, String> environment, byte[] question)
            throws IOException, Failed {
        program.redirectError(ProcessBuilder.Redirect.DISCARD);
        program.environment().clear();
        program.environment().putAll(environment);
        Process process = program.start();
        try (InputStream out = process.getInputStream()) {
            CompletableFuture<byte[]> answer = reading(out);
            tell(process, question);
            byte[] said = answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (said.length > LARGEST_ANSWER) {
                throw new Failed("answered more than 64 KiB");
            }
            if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Failed("didn't end within %d s".formatted(LIMIT.toSeconds()));
            }
            return new Answer(process.exitValue(), said);
        } catch (TimeoutException e) {
            throw new Failed("didn't answer within %d s".formatted(LIMIT.toSeconds()));
        } catch (ExecutionException e) {
            throw new Failed("broke off its answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failed("was interrupted");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static void tell(Process process, byte[] question) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(question);
        } catch (IOException e) {
            // It may answer without reading what it was asked; what it says decides.
        }
    }

    private static CompletableFuture<byte[]> reading(InputStream out) {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        answer.complete(out.readNBytes(LARGEST_ANSWER + 1));
                    } catch (IOException e) {
                        answer.completeExceptionally(e);
                    }
                });
        return answer;
    }
}
