package dev.drawbridge.connector.git;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.ConnectorException.Kind;
import java.nio.file.Path;
import okhttp3.HttpUrl;

/** Where a repository lies: in a folder, or at an https address. */
sealed interface GitAddress {
    record Local(Path folder) implements GitAddress {}

    record Remote(HttpUrl url) implements GitAddress {}

    /** BAD_INPUT for what is neither. A loopback host may do without TLS. */
    static GitAddress parse(String text) {
        if (text.startsWith("file:")) {
            return new Local(Path.of(text.replaceFirst("^file:(//)?", "")));
        }
        if (text.startsWith("https://") || text.startsWith("http://")) {
            return new Remote(checked(text));
        }
        if (text.contains("://") || text.matches("[^/\\\\]+@[^/\\\\]+:.*")) {
            throw refused(text, "only https addresses and local folders are read");
        }
        return new Local(Path.of(text));
    }

    private static HttpUrl checked(String text) {
        HttpUrl url = HttpUrl.parse(text);
        if (url == null) {
            throw refused(text, "it is not an address");
        }
        if (!url.username().isEmpty() || !url.password().isEmpty()) {
            HttpUrl bare = url.newBuilder().username("").password("").build();
            throw refused(bare.toString(), "there is a login in it, and none may be written there");
        }
        boolean here =
                url.host().equals("localhost")
                        || url.host().startsWith("127.")
                        || url.host().equals("::1");
        if (!url.isHttps() && !here) {
            throw refused(text, "it isn't encrypted");
        }
        return url;
    }

    private static ConnectorException refused(String text, String why) {
        return new ConnectorException(
                Kind.BAD_INPUT,
                "The Git repository \"%s\" can't be used: %s; give an https address without a login, or the folder of a clone."
                        .formatted(text.length() > 200 ? text.substring(0, 200) + "…" : text, why));
    }
}
