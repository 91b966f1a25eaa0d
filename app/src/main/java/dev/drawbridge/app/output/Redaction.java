package dev.drawbridge.app.output;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out of a text whatever looks like a credential. The last net: nothing of ours writes one
 * down.
 */
public final class Redaction {

    private static final String GONE = "[redacted]";

    private static final Pattern SECRETS =
            Pattern.compile(
                    // Authorization schemes and what follows them
                    "(?<keep>\\b(?:bearer|basic|negotiate)[ \\t]+)(?:(?=[^\\s]*[0-9=])[A-Za-z0-9._~+/=-]{6,}|[A-Za-z0-9._~+/=-]{20,})"
                            // names of secrets with a value: JSON, YAML, form, header
                            + "|(?<name>[\"']?\\b(?:[a-z_-]*token|[a-z_-]*password|passwd|secret|authorization|api[_-]?key"
                            + "|client[_-]?secret|client-key-data|clientkeydata|set-cookie|cookie)[\"']?[ \\t]*[:=][ \\t]*)"
                            + "(?:\"[^\"]*\"|'[^']*'|\\[?(?:(?:bearer|basic)[ \\t]+)?[^\\s,;&}\\]]+)"
                            // https://user:password@host
                            + "|(?<scheme>\\b[a-z][a-z0-9+.-]*://)[^/\\s@]+@"
                            // a JSON web token, and a private key
                            + "|\\beyJ[A-Za-z0-9_-]{8,}(?:\\.[A-Za-z0-9_-]*){0,2}"
                            + "|-----BEGIN [A-Z ]*PRIVATE KEY-----[\\s\\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)",
                    Pattern.CASE_INSENSITIVE);

    private Redaction() {}

    /** The text without them. */
    public static String of(String text) {
        Matcher match = SECRETS.matcher(text);
        return match.replaceAll(found -> Matcher.quoteReplacement(instead(match)));
    }

    private static String instead(Matcher match) {
        if (match.group("keep") != null) {
            return match.group("keep") + GONE;
        }
        if (match.group("name") != null) {
            return match.group("name") + GONE;
        }
        return match.group("scheme") == null ? GONE : match.group("scheme") + GONE + "@";
    }
}
