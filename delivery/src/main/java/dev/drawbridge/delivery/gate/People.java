package dev.drawbridge.delivery.gate;

import dev.drawbridge.delivery.workspace.Person;
import dev.drawbridge.delivery.workspace.Workspace;
import dev.drawbridge.policies.GateInput.IdentityKind;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who stands behind a cluster identity, for four eyes. */
final class People {
    /** User names that clusters hand out to whoever holds the admin file. */
    private static final Set<String> SHARED =
            Set.of("kubernetes-admin", "kubernetes-super-admin", "cluster-admin", "masterclient");

    private final Workspace workspace;

    People(Workspace workspace) {
        this.workspace = workspace;
    }

    /** A shared identity stays shared whatever the workspace says of it; so does a bot's. */
    IdentityKind kind(String user) {
        if (user.startsWith("system:") || SHARED.contains(user)) {
            return IdentityKind.SHARED;
        }
        Optional<Person> person = workspace.personOfClusterUser(user);
        if (person.isEmpty()) {
            return IdentityKind.UNMAPPED;
        }
        return person.get().bot() ? IdentityKind.SHARED : IdentityKind.PERSON;
    }

    /** The person's name; null unless {@link #kind} is a person. */
    @Nullable String person(String user) {
        return kind(user) == IdentityKind.PERSON
                ? workspace.personOfClusterUser(user).map(Person::name).orElse(null)
                : null;
    }
}
