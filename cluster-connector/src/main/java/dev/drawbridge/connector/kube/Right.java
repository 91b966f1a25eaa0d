package dev.drawbridge.connector.kube;

import org.jspecify.annotations.Nullable;

/**
 * One thing that the API server may allow.
 *
 * @param verb {@code get}, {@code list}, {@code watch}, {@code create}, {@code patch} …
 * @param group API group, empty for the core group
 * @param resource plural, with the subresource after a slash ({@code pods/eviction})
 * @param namespace null for a resource of the whole cluster, or for all namespaces
 * @param name one object, or null for any
 */
public record Right(
        String verb,
        String group,
        String resource,
        @Nullable String namespace,
        @Nullable String name) {

    /** In words: {@code create configmaps in namespace shop-records}. */
    public String words() {
        StringBuilder words = new StringBuilder(verb).append(' ').append(qualified());
        if (name != null) {
            words.append(" named ").append(name);
        }
        return words.append(
                        namespace == null ? " in the whole cluster" : " in namespace " + namespace)
                .toString();
    }

    /**
     * The line that shows it in a shell: {@code kubectl auth can-i create configmaps -n
     * shop-records}.
     */
    public String canI() {
        int slash = resource.indexOf('/');
        String plural = slash < 0 ? resource : resource.substring(0, slash);
        return "kubectl auth can-i "
                + verb
                + " "
                + plural
                + (group.isEmpty() ? "" : "." + group)
                + (name == null ? "" : "/" + name)
                + (slash < 0 ? "" : " --subresource=" + resource.substring(slash + 1))
                + (namespace == null ? "" : " -n " + namespace);
    }

    private String qualified() {
        return group.isEmpty() ? resource : resource + "." + group;
    }
}
