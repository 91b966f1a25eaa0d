package dev.drawbridge.app.cli.desk;

/** The arguments don't go together. The message is the sentence for the person; exit code 2. */
public final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UsageException(String sentence) {
        super(sentence);
    }
}
