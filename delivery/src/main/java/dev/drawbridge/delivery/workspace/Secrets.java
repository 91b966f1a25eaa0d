package dev.drawbridge.delivery.workspace;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Recognises what looks like a credential, so that it is refused and never shown. Wrong now and
 * then, on the safe side.
 */
final class Secrets {

    /**
     * Private keys, well-known token prefixes, JSON web tokens, authorization schemes, passwords in
     * addresses.
     */
    private static final Pattern KNOWN =
            Pattern.compile(
                    "-----BEGIN [A-Z ]*PRIVATE KEY-----"
                            + "|\\b(ghp|gho|ghu|ghs|ghr)_[A-Za-z0-9]{20,}|\\bgithub_pat_[A-Za-z0-9_]{20,}"
                            + "|\\bglpat-[A-Za-z0-9_-]{15,}|\\bxox[abeoprs]-[A-Za-z0-9-]{10,}"
                            + "|\\b(AKIA|ASIA)[A-Z0-9]{16}\\b|\\bAIza[A-Za-z0-9_-]{30,}|\\bdckr_pat_[A-Za-z0-9_-]{10,}"
                            + "|\\bsk_(live|test)_[A-Za-z0-9]{16,}|\\bnpm_[A-Za-z0-9]{30,}|\\bhvs\\.[A-Za-z0-9_-]{20,}"
                            + "|\\beyJ[A-Za-z0-9_-]{8,}\\.eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]*"
                            + "|(?i)^\\s*(bearer|basic|token|apikey)\\s+\\S{8,}"
                            + "|(?i)^[a-z][a-z0-9+.-]*://[^/\\s:@]*:[^/\\s@]+@");

    private static final Pattern ONE_LONG_WORD = Pattern.compile("[A-Za-z0-9+/_=-]{32,}");

    private static final Pattern CREDENTIAL_KEY =
            Pattern.compile(
                    "(?i).*(passw(or)?d|passphrase|secret|token|api[-_]?key|credential|private[-_]?key)s?");

    private static final Pattern CREDENTIAL_HEADER =
            Pattern.compile(
                    "(?i)(proxy-)?authorization|(set-)?cookie|.*(token|secret|password|api-?key|credential).*");

    private Secrets() {}

    /** Whether a value looks like a credential. */
    static boolean value(String text) {
        return KNOWN.matcher(text).find()
                || (ONE_LONG_WORD.matcher(text).matches() && random(text));
    }

    /** Whether a key's name asks for a credential. */
    static boolean key(String name) {
        return CREDENTIAL_KEY.matcher(name).matches();
    }

    /** Whether a header carries a credential. */
    static boolean header(String name) {
        return CREDENTIAL_HEADER.matcher(name).matches();
    }

    /**
     * Upper case, lower case and digits, changing often: words with separators, UIDs and digests do
     * that less.
     */
    private static boolean random(String text) {
        boolean mixed =
                text.chars().anyMatch(Character::isDigit)
                        && !text.equals(text.toLowerCase(Locale.ROOT))
                        && !text.equals(text.toUpperCase(Locale.ROOT));
        int changes = 0;
        for (int i = 1; i < text.length(); i++) {
            changes +=
                    Character.getType(text.charAt(i)) == Character.getType(text.charAt(i - 1))
                            ? 0
                            : 1;
        }
        return mixed && changes * 3 > text.length();
    }
}
