package dev.drawbridge.connector.git;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.ConnectorException.Kind;
import java.net.URISyntaxException;
import java.nio.file.Path;
import okhttp3.HttpUrl;
import org.eclipse.jgit.transport.URIish;

/** Where a repository lies: in a folder, at an https address, or behind ssh. */
sealed interface GitAddress {
    record Local(Path folder) implements GitAddress {}

    /** One that is fetched. */
    sealed interface Remote extends GitAddress {
        /** The address as it is shown and as it names the mirror. */
        String shown();

        /** Host, with its port where one is named. */
        String host();
    }

    record Https(HttpUrl url) implements Remote {
        @Override
        public String shown() {
            return url.toString();
        }

        @Override
        public String host() {
            boolean usual = url.port() == HttpUrl.defaultPort(url.scheme());
            return usual ? url.host() : url.host() + ":" + url.port();
        }
    }

    record Ssh(URIish uri) implements Remote {
        @Override
        public String shown() {
            return uri.toString();
        }

        @Override
        public String host() {
            return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
        }
    }

    /** BAD_INPUT for what is none of these. A loopback host may do without TLS. */
    static GitAddress parse(String text) {
        if (text.startsWith("file:")) {
            return new Local(Path.of(text.replaceFirst("^file:(//)?", "")));
        }
        if (text.startsWith("https://") || text.startsWith("http://")) {
            return new Https(https(text));
        }
        // As Git tells them apart: a colon before any slash makes it a host.
        if (text.startsWith("ssh://") || text.matches("[^/\\\\:]+@[^/\\\\:]+:.+")) {
            return new Ssh(ssh(text));
        }
        if (text.contains("://")) {
            throw refused(text, "only https, ssh and local folders are read");
        }
        return new Local(Path.of(text));
    }

    private static HttpUrl https(String text) {
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

    /** What ssh would take for an option is no host and no user. */
    private static URIish ssh(String text) {
        URIish uri;
        try {
            uri = new URIish(text);
        } catch (URISyntaxException e) {
            throw refused(text, "it is not an address");
        }
        if (uri.getPass() != null) {
            throw refused(
                    uri.setPass(null).toString(),
                    "there is a password in it, and none may be written there");
        }
        String name = "[A-Za-z0-9_][A-Za-z0-9._-]*";
        if (uri.getHost() == null
                || !uri.getHost().matches(name)
                || uri.getUser() != null && !uri.getUser().matches(name)) {
            throw refused(text, "its host or user isn't a name");
        }
        return uri;
    }

    private static ConnectorException refused(String text, String why) {
        return new ConnectorException(
                Kind.BAD_INPUT,
                "The Git repository \"%s\" can't be used: %s; give an https address without a login, one for ssh, or the folder of a clone."
                        .formatted(text.length() > 200 ? text.substring(0, 200) + "…" : text, why));
    }
}
