package dev.drawbridge.connector.oci;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.ConnectorException.Kind;
import dev.drawbridge.connector.oci.RegistryHttp.Answer;
import dev.drawbridge.connector.oci.RegistryHttp.Ask;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;

/** Finds what refers to a subject, by the API or by the fallback tag (OCI distribution 1.1). */
final class Referrers {
    private static final int MOST = 1_000;

    private final RegistryHttp http;
    private final Repository repository;

    Referrers(RegistryHttp http, Repository repository) {
        this.http = http;
        this.repository = repository;
    }

    /** The tag that holds the index where there is no API. */
    static String tag(Digest subject) {
        return "sha256-" + subject.hex();
    }

    List<Descriptor> of(Digest subject) {
        Optional<List<Descriptor>> answered = byApi(subject);
        return answered.orElseGet(
                () -> byTag(subject).map(ImageIndex::manifests).orElse(List.of()));
    }

    /**
     * Empty where the registry has no such API: it answers neither 200 nor with an OCI index. (No
     * answer, a refusal or "not now" are exceptions: they don't say that there is none.)
     */
    Optional<List<Descriptor>> byApi(Digest subject) {
        String name = repository.base().name();
        String where = "the referrers of " + name + "@" + subject;
        String what = "read " + where;
        HttpUrl first = http.url(repository.base().repository(), "referrers/" + subject);
        Map<Digest, Descriptor> found = new LinkedHashMap<>();
        Pages pages = new Pages(http, what);
        for (HttpUrl page = first; page != null; ) {
            Answer answer =
                    http.repeatable(
                            Ask.read(
                                            "GET",
                                            page,
                                            what,
                                            repository.base().repository(),
                                            Repository.LARGEST_MANIFEST)
                                    .with("Accept", MediaTypes.OCI_INDEX));
            boolean index = answer.mediaType().equals(MediaTypes.OCI_INDEX);
            if (answer.code() != 200 || !index) {
                if (page.equals(first)) {
                    return Optional.empty();
                }
                throw repository.refusal(answer, what);
            }
            if (!(Manifests.parse(answer.body(), answer.mediaType(), where)
                    instanceof ImageIndex list)) {
                throw Manifests.unreadable(where, "it is not an index");
            }
            list.manifests().forEach(one -> found.put(one.digest(), one));
            bound(found.size(), subject);
            page = pages.after(page, answer);
        }
        return Optional.of(new ArrayList<>(found.values()));
    }

    /** The index under the fallback tag; empty where that tag isn't there. */
    Optional<ImageIndex> byTag(Digest subject) {
        try {
            Manifest manifest = repository.manifest(tag(subject));
            if (manifest instanceof ImageIndex index) {
                bound(index.manifests().size(), subject);
                return Optional.of(index);
            }
            throw Manifests.unreadable(
                    repository.where(tag(subject)),
                    "an image lies where the index of referrers should be");
        } catch (ConnectorException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void bound(int count, Digest subject) {
        if (count > MOST) {
            throw new ConnectorException(
                    Kind.TOO_LARGE,
                    "%s@%s has more than the %d referrers that are read; remove old ones."
                            .formatted(repository.base().name(), subject, MOST));
        }
    }
}
