package dev.drawbridge.practice.kube;

/** An image can't be pulled; the message is the container runtime's sentence. */
public final class ImagePullException extends Exception {
    private static final long serialVersionUID = 1L;

    public ImagePullException(String message) {
        super(message);
    }

    public ImagePullException(String message, Throwable cause) {
        super(message, cause);
    }
}
