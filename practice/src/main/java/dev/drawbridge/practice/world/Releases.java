package dev.drawbridge.practice.world;

import dev.drawbridge.practice.registry.PracticeRegistry;
import dev.drawbridge.practice.world.PracticeGit.Author;
import dev.drawbridge.practice.world.WorldSpec.Person;
import dev.drawbridge.practice.world.WorldSpec.Release;
import dev.drawbridge.practice.world.WorldSpec.Scan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The team's CI: makes a release from a commit, with its image and evidence. */
final class Releases {
    /** From commit to image. */
    private static final Duration BUILD_TAKES = Duration.ofMinutes(6);

    private final PracticeGit git;
    private final ImageFactory images;
    private final EvidenceFactory evidence;
    private final Map<String, String> mails;
    private final Map<String, Image> made = new ConcurrentHashMap<>();

    Releases(
            PracticeRegistry registry,
            PracticeGit git,
            EvidenceFactory evidence,
            List<Person> people) {
        this.git = git;
        this.images = new ImageFactory(registry);
        this.evidence = evidence;
        this.mails = people.stream().collect(Collectors.toMap(Person::name, Household::mail));
    }

    /** Makes one; ages count back from {@code now}. */
    Image publish(String service, Release release, Instant now) {
        Instant committed = now.minus(release.age());
        String revision =
                git.commit(
                        service,
                        release.version(),
                        author(release.author()),
                        release.coAuthors().stream().map(this::author).toList(),
                        committed);
        Instant built = committed.plus(BUILD_TAKES);
        Image image =
                images.push(service, release.version(), revision, built.isAfter(now) ? now : built);
        evidence.sign(image, release.signature());
        evidence.scan(image, release.scan(), now);
        evidence.test(image, release.tests());
        made.put(key(service, release.version()), image);
        return image;
    }

    Image image(String service, String version) {
        Image image = made.get(key(service, version));
        if (image == null) {
            throw new IllegalArgumentException(
                    "There is no release %s of %s in this world.".formatted(version, service));
        }
        return image;
    }

    void scanAgain(String service, String version, Scan scan, Instant now) {
        evidence.scan(image(service, version), scan, now);
    }

    void removeSignature(String service, String version) {
        evidence.removeSignature(image(service, version));
    }

    private Author author(String name) {
        return new Author(Household.fullName(name), mails.getOrDefault(name, Household.mail(name)));
    }

    private static String key(String service, String version) {
        return service + "@" + version;
    }
}
