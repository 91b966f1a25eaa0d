package dev.drawbridge.testbed;

/**
 * A real component is missing, did not start, or did not do what a test told it; the message says
 * which and why.
 */
public final class TestbedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public TestbedException(String message) {
        super(message);
    }

    public TestbedException(String message, Throwable cause) {
        super(message, cause);
    }
}
