package dev.drawbridge.connector.oci;

import dev.drawbridge.connector.ConnectorException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where an image lies: {@code host/repository[:tag][@digest]}. Short names are read as the
 * container runtimes read them: {@code nginx} is {@code docker.io/library/nginx}.
 *
 * @param host registry host, with its port if it has one
 * @param repository the name in it, lower case
 * @param tag null where none is written
 * @param digest null where none is written
 */
public record ImageReference(
        String host, String repository, @Nullable String tag, @Nullable Digest digest) {
    private static final String HUB = "docker.io";
    private static final int LONGEST = 1024;
    private static final Pattern HOST =
            Pattern.compile(
                    "(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9a-fA-F:.]+])(?::\\d{1,5})?");
    private static final Pattern REPOSITORY =
            Pattern.compile(
                    "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

    /**
     * @throws ConnectorException BAD_INPUT if a part has a wrong form
     */
    public ImageReference {
        check(host, "host", HOST, host);
        check(repository, "repository", REPOSITORY, repository);
        if (tag != null) {
            check(tag, "tag", TAG, tag);
        }
    }

    /**
     * Reads the written form.
     *
     * @throws ConnectorException BAD_INPUT, naming the part that is wrong
     */
    public static ImageReference parse(String text) {
        if (text.isBlank() || text.length() > LONGEST) {
            throw refused(text, "it is empty or longer than " + LONGEST + " characters");
        }
        int at = text.indexOf('@');
        Digest digest = at < 0 ? null : Digest.parse(text.substring(at + 1));
        String name = at < 0 ? text : text.substring(0, at);
        int colon = name.lastIndexOf(':');
        String tag = null;
        if (colon > name.lastIndexOf('/')) {
            tag = name.substring(colon + 1);
            name = name.substring(0, colon);
        }
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        boolean hosted = first.contains(".") || first.contains(":") || first.equals("localhost");
        String host = hosted ? first : HUB;
        String repository = hosted ? name.substring(slash + 1) : name;
        if (host.equals("index.docker.io")) {
            host = HUB;
        }
        if (host.equals(HUB) && repository.indexOf('/') < 0) {
            repository = "library/" + repository;
        }
        check(host, "host", HOST, text);
        check(repository, "repository", REPOSITORY, text);
        if (tag != null) {
            check(tag, "tag", TAG, text);
        }
        return new ImageReference(host, repository, tag, digest);
    }

    /** Host and repository, without tag and digest. */
    public String name() {
        return host + "/" + repository;
    }

    /** The same repository at that digest, without a tag. */
    public ImageReference at(Digest other) {
        return new ImageReference(host, repository, null, other);
    }

    private static void check(String part, String what, Pattern form, String whole) {
        if (!form.matcher(part).matches()) {
            throw refused(
                    whole,
                    "its %s \"%s\" has characters or a form that no registry takes"
                            .formatted(what, Text.shown(part)));
        }
    }

    private static ConnectorException refused(String text, String why) {
        return new ConnectorException(
                ConnectorException.Kind.BAD_INPUT,
                "\"%s\" is not an image reference: %s; expected host/repository, with :tag or @sha256:… where needed."
                        .formatted(Text.shown(text), why));
    }

    @Override
    public String toString() {
        return name() + (tag == null ? "" : ":" + tag) + (digest == null ? "" : "@" + digest);
    }
}
