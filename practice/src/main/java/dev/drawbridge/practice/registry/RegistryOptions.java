package dev.drawbridge.practice.registry;

import org.jspecify.annotations.Nullable;

/**
 * What a practice registry offers.
 *
 * @param referrersApi whether it has the referrers API; without it clients keep the tag {@code
 *     sha256-HEX}
 * @param login who may use it, by HTTP basic authentication; null: anyone
 * @param pageSize most entries in an answer to a listing
 */
public record RegistryOptions(boolean referrersApi, @Nullable Login login, int pageSize) {
    /** Open to anyone, with the referrers API. */
    public static final RegistryOptions OPEN = new RegistryOptions(true, null, 100);

    public RegistryOptions {
        if (pageSize < 1) {
            throw new IllegalArgumentException(
                    "A page of a registry's listing has at least 1 entry, not " + pageSize + ".");
        }
    }

    /** A user and their password. */
    public record Login(String user, String password) {
        /** Without the password: this may be logged. */
        @Override
        public String toString() {
            return "Login[" + user + "]";
        }
    }
}
