package dev.drawbridge.delivery.workspace;

import java.util.List;

/**
 * Somebody, by the names that clusters and Git know them under.
 *
 * @param name as people call them, unique in the workspace
 * @param cluster user names in clusters; no two people share one
 * @param git addresses in commits; no two people share one
 * @param bot not a human: counts as nobody only where a human merged
 */
public record Person(String name, List<String> cluster, List<String> git, boolean bot) {

    public Person {
        cluster = List.copyOf(cluster);
        git = List.copyOf(git);
    }
}
