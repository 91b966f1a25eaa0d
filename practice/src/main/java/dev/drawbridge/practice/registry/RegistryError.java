package dev.drawbridge.practice.registry;

/**
 * An answer that isn't what was asked for, with the code that the distribution specification names.
 */
final class RegistryError extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    RegistryError(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    static RegistryError unsupported(String method, String path) {
        return new RegistryError(
                405, "UNSUPPORTED", "%s isn't answered at %s".formatted(method, path));
    }

    static RegistryError digestInvalid(String given, String is) {
        return new RegistryError(
                400, "DIGEST_INVALID", "the content's digest is %s, not %s".formatted(is, given));
    }
}
