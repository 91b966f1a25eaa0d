package dev.drawbridge.practice.world;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a practice world holds at its start, and what happens in it: never how it ends. It is what a
 * scenario file says; {@code docs/reference/scenario.schema.json} is made from these records. Ages
 * and times are world time.
 */
public record WorldSpec(
        @Key("Name of the scenario") String name,
        @Key(value = "What it shows, in a sentence", byDefault = "''") String about,
        @Key(
                        value =
                                "People beside, or in place of, those who are always there: rita, omar, sam,"
                                        + " cora, lee, pat, vera, and the developers dina and theo",
                        byDefault = "[]")
                List<Person> people,
        @Key("What the team runs") List<Service> services,
        @Key(value = "What is broken from the start", byDefault = "[]") List<Fault> faults,
        @Key(value = "What people do and what happens, in order", byDefault = "[]")
                List<Step> steps) {

    public WorldSpec {
        people = List.copyOf(people);
        services = List.copyOf(services);
        faults = List.copyOf(faults);
        steps = List.copyOf(steps);
    }

    /**
     * Reads a scenario file (YAML or JSON).
     *
     * @throws SpecException if it can't be read as one, with one sentence a problem
     */
    public static WorldSpec read(Path file) {
        return SpecReader.read(file);
    }

    /**
     * Reads a scenario that comes with the product.
     *
     * @throws SpecException if there is none of that name
     */
    public static WorldSpec builtIn(String name) {
        return Scenarios.read(name);
    }

    /** The names that {@link #builtIn} knows, in the order in which they are best played. */
    public static List<String> builtInNames() {
        return Scenarios.NAMES;
    }

    /** Someone in the team, with credentials for each cluster where they are in a group. */
    public record Person(
            @Key("User name at the clusters, and the one used in steps") String name,
            @Key(
                            value =
                                    "Groups that the clusters see: developers, release-managers, sre,"
                                            + " sre-lead, compliance, platform, viewers",
                            byDefault = "[]")
                    List<String> groups,
            @Key(value = "E-mail address in commits; NAME@shop.example if left out")
                    @Nullable String git,
            @Key(value = "Whether it is a machine's account", byDefault = "false") boolean bot) {

        public Person {
            groups = List.copyOf(groups);
        }
    }

    /** A service of the team: one Deployment in each environment where it runs. */
    public record Service(
            @Key("Name of the Deployment, the repository and the image") String name,
            @Key(value = "Pods wanted", byDefault = "2") int replicas,
            @Key("Its images, oldest first; the last is what the tag `main` names")
                    List<Release> releases,
            @Key(value = "What ran before the world began", byDefault = "[]") List<Run> runs) {

        public Service {
            releases = List.copyOf(releases);
            runs = List.copyOf(runs);
        }
    }

    /** One image of a service, with the commit it was made from and the evidence beside it. */
    public record Release(
            @Key("Version, unlike its neighbours'") String version,
            @Key(value = "How long before the world began its commit was made", byDefault = "3h")
                    Duration age,
            @Key(value = "Who wrote the commit", byDefault = "dina") String author,
            @Key(value = "Who else the commit names as author", byDefault = "[]")
                    List<String> coAuthors,
            @Key(value = "State of its signature", byDefault = "signed") Attached signature,
            @Key(value = "Its newest vulnerability scan", byDefault = "{}") Scan scan,
            @Key(value = "Its unit tests", byDefault = "{}") Tests tests) {

        public Release {
            coAuthors = List.copyOf(coAuthors);
        }
    }

    /** How a piece of evidence is attached to an image. */
    public enum Attached {
        /** Signed by the key that the workspace trusts for it. */
        SIGNED,
        /** Signed by a key that the workspace doesn't know. */
        OTHER_KEY,
        /** There, but signed by nobody (a signature: the same as missing). */
        UNSIGNED,
        /** Not there. */
        MISSING
    }

    /** A vulnerability scan by Grype. */
    public record Scan(
            @Key(value = "How it is attached", byDefault = "signed") Attached attached,
            @Key(value = "How long before the world began it was made", byDefault = "1h")
                    Duration age,
            @Key(value = "How long after now it claims to be made, in place of age")
                    @Nullable Duration ahead,
            @Key(value = "How old its database was when it was made", byDefault = "4h")
                    Duration databaseAge,
            @Key(value = "Whether it names the digest of another image", byDefault = "false")
                    boolean otherDigest,
            @Key(value = "What it found", byDefault = "[]") List<Finding> findings) {

        public Scan {
            findings = List.copyOf(findings);
        }
    }

    /** One match of a scan. */
    public record Finding(
            @Key("Identifier, such as CVE-2026-12345") String id,
            @Key("How bad it is") Severity severity,
            @Key(value = "Package it is in", byDefault = "openssl") String packageName,
            @Key(value = "Version of that package", byDefault = "3.0.15") String packageVersion,
            @Key("Version that mends it; leave out where there is none")
                    @Nullable String fixedIn) {}

    /** Severities, as Grype has them. */
    public enum Severity {
        CRITICAL,
        HIGH,
        MEDIUM,
        LOW,
        NEGLIGIBLE,
        UNKNOWN
    }

    /** A run of unit tests, as JUnit XML. */
    public record Tests(
            @Key(value = "How the report is attached", byDefault = "signed") Attached attached,
            @Key(value = "Tests that passed", byDefault = "214") int passed,
            @Key(value = "Tests that failed", byDefault = "0") int failed,
            @Key(value = "Tests that were skipped", byDefault = "0") int skipped) {}

    /**
     * A release that was rolled out before the world began. The youngest of an environment runs.
     */
    public record Run(
            @Key("Where") EnvironmentName environment,
            @Key("Version of the release") String release,
            @Key("How long before the world began it became ready") Duration age) {}

    /** The environments of every practice world, in the order of promotion. */
    public enum EnvironmentName {
        DEV,
        STAGING,
        PRODUCTION;

        /** As the workspace names it. */
        public String text() {
            return SpecShape.word(this);
        }
    }

    /** Something broken. */
    public record Fault(
            @Key("What is broken") FaultKind kind,
            @Key("Where; leave out for registry and git, which all environments share")
                    @Nullable EnvironmentName environment,
            @Key("Which service's new pods; every one's if left out") @Nullable String service) {}

    /** What can be broken. Pods that already run stay as they are. */
    public enum FaultKind {
        /** Nodes can't pull images. */
        IMAGE_PULL,
        /** Containers end as soon as they start. */
        CRASH_LOOP,
        /** Pods start but never become ready. */
        NEVER_READY,
        /** The namespace's quota admits no more pods. */
        QUOTA,
        /** Another image runs than the one that was named. */
        WRONG_IMAGE,
        /** Pods take a minute longer to become ready. */
        SLOW_START,
        /** No node has room for a pod. */
        NO_ROOM,
        /** The registry doesn't answer. */
        REGISTRY,
        /** The Git repositories are gone. */
        GIT;

        /** Whether it concerns all environments at once, and so names none. */
        public boolean shared() {
            return this == REGISTRY || this == GIT;
        }
    }
}
