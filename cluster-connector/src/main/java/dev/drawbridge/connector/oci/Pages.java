package dev.drawbridge.connector.oci;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.ConnectorException.Kind;
import dev.drawbridge.connector.oci.RegistryHttp.Answer;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Follows {@code Link: <…>; rel="next"} (RFC 8288) of one list, on the same host, at most 100
 * pages.
 */
final class Pages {
    private static final int MOST = 100;
    private static final Pattern NEXT =
            Pattern.compile("<([^>]*)>\\s*;[^,]*\\brel=\"?next\"?", Pattern.CASE_INSENSITIVE);

    private final RegistryHttp http;
    private final String what;
    private final Set<HttpUrl> seen = new HashSet<>();

    Pages(RegistryHttp http, String what) {
        this.http = http;
        this.what = what;
    }

    /** The page after this one; null where it was the last. */
    @Nullable HttpUrl after(HttpUrl page, Answer answer) {
        seen.add(page);
        for (String header : answer.headers().values("Link")) {
            Matcher link = NEXT.matcher(header);
            if (link.find()) {
                HttpUrl next = http.own(page, link.group(1));
                if (next == null || seen.contains(next) || seen.size() >= MOST) {
                    throw new ConnectorException(
                            Kind.NOT_ITSELF,
                            "Can't %s: the registry's list goes on at another host, in a circle or for more than %d pages."
                                    .formatted(what, MOST));
                }
                return next;
            }
        }
        return null;
    }
}
