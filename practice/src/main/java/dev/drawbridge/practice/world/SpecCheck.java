package dev.drawbridge.practice.world;

import dev.drawbridge.practice.world.WorldSpec.Fault;
import dev.drawbridge.practice.world.WorldSpec.Release;
import dev.drawbridge.practice.world.WorldSpec.Run;
import dev.drawbridge.practice.world.WorldSpec.Service;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks what a scenario says against itself: who and what is named must be there. */
final class SpecCheck {
    private static final String NAME = "[a-z]([a-z0-9-]{0,38}[a-z0-9])?";
    private static final String VERSION = "[A-Za-z0-9][A-Za-z0-9._-]{0,62}";
    private static final int MOST_SERVICES = 20;
    private static final int MOST_RELEASES = 50;
    private static final int MOST_REPLICAS = 20;

    private final WorldSpec spec;
    private final SpecBinder binder;
    private final Map<String, Set<String>> groups;
    private final Map<String, Set<String>> releases = new HashMap<>();

    SpecCheck(WorldSpec spec, SpecBinder binder) {
        this.spec = spec;
        this.binder = binder;
        this.groups =
                Household.people(spec).stream()
                        .collect(
                                Collectors.toMap(
                                        WorldSpec.Person::name, p -> new HashSet<>(p.groups())));
    }

    void check() {
        checkPeople();
        if (spec.services().isEmpty() || spec.services().size() > MOST_SERVICES) {
            binder.problemAt(
                    spec, "'services' holds from 1 to %d services.".formatted(MOST_SERVICES));
        }
        spec.services().forEach(this::checkService);
        spec.faults().forEach(fault -> checkFault(fault, fault));
        spec.steps().forEach(this::checkStep);
    }

    private void checkPeople() {
        Set<String> seen = new HashSet<>();
        for (WorldSpec.Person person : spec.people()) {
            checkName(person, person.name());
            if (!seen.add(person.name())) {
                twice(person, "person", person.name());
            }
            person.groups().forEach(group -> checkKnown(person, "group", group, Household.GROUPS));
        }
    }

    private void checkService(Service service) {
        checkName(service, service.name());
        Set<String> versions = new HashSet<>();
        if (releases.put(service.name(), versions) != null) {
            twice(service, "service", service.name());
        }
        if (service.replicas() < 1 || service.replicas() > MOST_REPLICAS) {
            binder.problemAt(
                    service, "'replicas' is a number from 1 to %d.".formatted(MOST_REPLICAS));
        }
        if (service.releases().isEmpty() || service.releases().size() > MOST_RELEASES) {
            binder.problemAt(
                    service,
                    "service '%s' has from 1 to %d releases."
                            .formatted(service.name(), MOST_RELEASES));
        }
        service.releases().forEach(release -> addRelease(release, versions));
        for (int i = 1; i < service.releases().size(); i++) {
            Release later = service.releases().get(i);
            if (later.age().compareTo(service.releases().get(i - 1).age()) > 0) {
                binder.problemAt(
                        later,
                        "release '%s' is older than the one before it; put the oldest first."
                                .formatted(later.version()));
            }
        }
        for (Run run : service.runs()) {
            checkKnown(run, "release", run.release(), versions);
        }
    }

    private void addRelease(Release release, Set<String> versions) {
        if (!release.version().matches(VERSION)) {
            binder.problemAt(
                    release,
                    "'%s' can't be a version: letters, digits, dots and hyphens, at most 63."
                            .formatted(Words.shortened(release.version())));
        }
        if (!versions.add(release.version())) {
            twice(release, "release", release.version());
        }
    }

    private void checkFault(Fault fault, Object at) {
        if (fault.kind().shared() != (fault.environment() == null)) {
            binder.problemAt(
                    at,
                    fault.kind().shared()
                            ? "a fault of kind '%s' is in no environment; leave the key out."
                                    .formatted(SpecShape.word(fault.kind()))
                            : "a fault of kind '%s' is in an environment; name it."
                                    .formatted(SpecShape.word(fault.kind())));
        }
        checkService(at, fault.service());
    }

    private void checkStep(Step step) {
        if (step instanceof Step.Act act) {
            checkKnown(act, "person", act.who(), groups.keySet());
        }
        switch (step) {
            case Step.Gate s -> checkService(s, s.service());
            case Step.Request s -> checkService(s, s.service());
            case Step.Approve s -> checkService(s, s.service());
            case Step.Refuse s -> checkService(s, s.service());
            case Step.Promote s -> checkService(s, s.service());
            case Step.Drive s -> checkService(s, s.service());
            case Step.Rollback s -> checkRelease(s, s.service(), s.to());
            case Step.Freeze _, Step.EndFreeze _, Step.Wait _ -> {}
            case Step.LeaveGroup s -> checkLeaves(s);
            case Step.FaultOn s -> checkFault(s.fault(), s);
            case Step.FaultOff s -> checkFault(s.fault(), s);
            case Step.ScanAgain s -> checkRelease(s, s.service(), s.release());
            case Step.RemoveSignature s -> checkRelease(s, s.service(), s.release());
            case Step.Publish s -> checkPublish(s);
        }
    }

    private void checkLeaves(Step.LeaveGroup step) {
        checkKnown(step, "person", step.who(), groups.keySet());
        Set<String> theirs = groups.getOrDefault(step.who(), Set.of());
        if (!theirs.remove(step.group())) {
            binder.problemAt(
                    step,
                    "%s isn't in the group '%s' then; theirs: %s."
                            .formatted(step.who(), step.group(), String.join(", ", theirs)));
        }
    }

    private void checkPublish(Step.Publish step) {
        if (checkService(step, step.service())) {
            addRelease(step.release(), releases.getOrDefault(step.service(), new HashSet<>()));
        }
    }

    private void checkRelease(Object at, String service, @Nullable String version) {
        if (checkService(at, service) && version != null) {
            checkKnown(at, "release", version, releases.getOrDefault(service, Set.of()));
        }
    }

    private boolean checkService(Object at, @Nullable String name) {
        return name == null || checkKnown(at, "service", name, releases.keySet());
    }

    private boolean checkKnown(Object at, String kind, String name, Set<String> known) {
        if (known.contains(name)) {
            return true;
        }
        String hint =
                Words.nearest(name, known)
                        .map(near -> "did you mean '%s'?".formatted(near))
                        .orElse(
                                "there are: %s."
                                        .formatted(
                                                String.join(
                                                        ", ",
                                                        List.copyOf(known).stream()
                                                                .sorted()
                                                                .toList())));
        binder.problemAt(
                at, "there is no %s '%s'; %s".formatted(kind, Words.shortened(name), hint));
        return false;
    }

    private void checkName(Object at, String name) {
        if (!name.matches(NAME)) {
            binder.problemAt(
                    at,
                    ("'%s' can't be a name: small letters, digits and hyphens, a letter first, at"
                                    + " most 40.")
                            .formatted(Words.shortened(name)));
        }
    }

    private void twice(Object at, String kind, String name) {
        binder.problemAt(at, "the %s '%s' is there twice; name each once.".formatted(kind, name));
    }
}
