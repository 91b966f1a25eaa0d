package dev.drawbridge.practice.kube;

import java.util.List;

/** Who asks. */
record User(String name, String uid, List<String> groups) {
    static final User ANONYMOUS =
            new User("system:anonymous", "", List.of("system:unauthenticated"));

    boolean isMaster() {
        return groups.contains("system:masters");
    }
}
