package dev.drawbridge.practice.kube;

/** An expression that can't be parsed or has no value; the message says why. */
final class CelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CelException(String message) {
        super(message);
    }
}
