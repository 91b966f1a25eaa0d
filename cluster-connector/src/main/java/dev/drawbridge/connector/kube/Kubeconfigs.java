package dev.drawbridge.connector.kube;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.ConnectorException.Kind;
import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.Context;
import io.fabric8.kubernetes.api.model.NamedAuthInfo;
import io.fabric8.kubernetes.api.model.NamedCluster;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * Kubeconfig files as kubectl reads them. fabric8's own reader is not used: it lets environment
 * variables and a service account's token win over the file, only logs what it can't read, and
 * drops an exec plugin's failure.
 *
 * <p>The rules of kubectl (client-go's {@code ClientConfigLoadingRules}): a named file is the only
 * one and must be there; else the files of KUBECONFIG, of which missing ones are skipped; else
 * {@code ~/.kube/config}. The first file to hold a name wins it whole, the first to set {@code
 * current-context} wins that; relative paths start at the folder of the file they stand in. Entries
 * of one file may refer to entries of another.
 */
public final class Kubeconfigs {

    private static final long LARGEST = 4 << 20;

    private record Entry<T>(T value, Path file) {}

    private final String where;
    private final @Nullable String current;
    private final Map<String, Entry<Context>> contexts;
    private final Map<String, Entry<Cluster>> clusters;
    private final Map<String, Entry<AuthInfo>> users;

    private Kubeconfigs(String where, Map<Path, Config> files) {
        this.where = where;
        this.current =
                files.values().stream()
                        .map(Config::getCurrentContext)
                        .filter(name -> name != null && !name.isEmpty())
                        .findFirst()
                        .orElse(null);
        this.contexts =
                merge(
                        files,
                        "context",
                        Config::getContexts,
                        NamedContext::getName,
                        NamedContext::getContext,
                        Context::new);
        this.clusters =
                merge(
                        files,
                        "cluster",
                        Config::getClusters,
                        NamedCluster::getName,
                        NamedCluster::getCluster,
                        Cluster::new);
        this.users =
                merge(
                        files,
                        "user",
                        Config::getUsers,
                        NamedAuthInfo::getName,
                        NamedAuthInfo::getUser,
                        AuthInfo::new);
    }

    /**
     * The contexts of one file, or of the files that kubectl would read, in their order. BAD_INPUT
     * when a file can't be read.
     */
    public static List<ContextInfo> contexts(@Nullable Path file) {
        return read(file, System.getenv()).list();
    }

    static Kubeconfigs read(@Nullable Path file, Map<String, String> environment) {
        List<Path> paths;
        String where;
        String variable = environment.getOrDefault("KUBECONFIG", "");
        if (file != null) {
            paths = List.of(file);
            where = file.toString();
        } else if (!variable.isEmpty()) {
            paths =
                    Arrays.stream(variable.split(File.pathSeparator))
                            .filter(name -> !name.isEmpty())
                            .distinct()
                            .map(Path::of)
                            .toList();
            where = "KUBECONFIG (" + variable + ")";
        } else {
            paths =
                    List.of(
                            Path.of(
                                            environment.getOrDefault(
                                                    "HOME", System.getProperty("user.home", ".")))
                                    .resolve(".kube/config"));
            where = paths.getFirst().toString();
        }
        Map<Path, Config> files = new LinkedHashMap<>();
        for (Path path : paths) {
            if (Files.exists(path)) {
                files.put(path.toAbsolutePath().normalize(), parse(path));
            } else if (file != null) {
                throw bad("kubeconfig " + path + " is not there; check the path.");
            }
        }
        if (files.isEmpty()) {
            throw bad("no kubeconfig was found at " + where + "; name one, or set KUBECONFIG.");
        }
        return new Kubeconfigs(where, files);
    }

    private static Config parse(Path path) {
        if (Files.isDirectory(path)) {
            throw bad("kubeconfig " + path + " is a folder; name the file in it.");
        }
        byte[] bytes;
        try {
            if (Files.size(path) > LARGEST) {
                throw new ConnectorException(
                        Kind.BAD_INPUT,
                        "kubeconfig " + path + " is larger than 4 MiB; name a kubeconfig file.");
            }
            bytes = Files.readAllBytes(path);
        } catch (IOException e) {
            throw new ConnectorException(
                    Kind.BAD_INPUT,
                    "kubeconfig "
                            + path
                            + " can't be read ("
                            + e.getClass().getSimpleName()
                            + "); check its permissions.",
                    e);
        }
        String text = new String(bytes, StandardCharsets.UTF_8).strip();
        if (text.isEmpty()) {
            return new Config();
        }
        if (text.startsWith("{")) {
            // else fabric8 takes it for JSON; kubectl reads YAML in flow style too, and JSON is
            // YAML
            text = "---\n" + text;
        }
        try {
            Config config = new KubernetesSerialization().unmarshal(text, Config.class);
            if (config == null) {
                throw bad("kubeconfig " + path + " holds no kubeconfig; check the file.");
            }
            return config;
        } catch (ConnectorException e) {
            throw e;
        } catch (RuntimeException e) {
            // no cause: a parser's message quotes the file, and the file holds secrets
            throw bad(
                    "kubeconfig "
                            + path
                            + " is not a kubeconfig in YAML or JSON"
                            + position(e)
                            + "; check the file.");
        }
    }

    private static String position(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof MarkedYamlEngineException marked
                    && marked.getProblemMark().isPresent()) {
                var mark = marked.getProblemMark().get();
                return " (line "
                        + (mark.getLine() + 1)
                        + ", column "
                        + (mark.getColumn() + 1)
                        + ")";
            }
        }
        return "";
    }

    private static <N, T> Map<String, Entry<T>> merge(
            Map<Path, Config> files,
            String what,
            Function<Config, List<N>> list,
            Function<N, @Nullable String> name,
            Function<N, @Nullable T> value,
            java.util.function.Supplier<T> empty) {
        Map<String, Entry<T>> merged = new LinkedHashMap<>();
        files.forEach((file, config) -> {
            Map<String, Entry<T>> own = new LinkedHashMap<>();
            for (N named : list.apply(config) == null ? List.<N>of() : list.apply(config)) {
                String key = Objects.requireNonNullElse(name.apply(named), "");
                T held = value.apply(named);
                if (own.put(key, new Entry<>(held == null ? empty.get() : held, file)) != null) {
                    throw bad(
                            "kubeconfig "
                                    + file
                                    + " has two entries for "
                                    + what
                                    + " \""
                                    + key
                                    + "\"; remove one.");
                }
            }
            own.forEach(merged::putIfAbsent);
        });
        return merged;
    }

    List<ContextInfo> list() {
        return contexts.entrySet().stream()
                .map(e -> {
                    Context context = e.getValue().value();
                    Entry<Cluster> cluster = clusters.get(text(context.getCluster()));
                    return new ContextInfo(
                            e.getKey(),
                            text(context.getCluster()),
                            cluster == null ? null : cluster.value().getServer(),
                            context.getUser(),
                            namespace(context),
                            e.getKey().equals(current),
                            e.getValue().file());
                })
                .toList();
    }

    /**
     * The named context, or the current one, with its cluster and user. BAD_INPUT when a name leads
     * nowhere.
     */
    KubeContext resolve(@Nullable String wanted) {
        String name = wanted == null ? current : wanted;
        if (name == null) {
            throw bad(
                    "no context is named and "
                            + where
                            + " has no current-context; name one of "
                            + names(contexts)
                            + ".");
        }
        Entry<Context> context = find("context", name, contexts, "");
        String of = " that context \"" + name + "\" refers to";
        String clusterName = text(context.value().getCluster());
        Entry<Cluster> cluster = find("cluster", clusterName, clusters, of);
        String userName = text(context.value().getUser());
        Entry<AuthInfo> user =
                userName.isEmpty()
                        ? new Entry<>(new AuthInfo(), context.file())
                        : find("user", userName, users, of);
        return new KubeContext(
                name,
                namespace(context.value()),
                cluster.value(),
                user.value(),
                folder(cluster.file()),
                folder(user.file()));
    }

    private <T> Entry<T> find(String what, String name, Map<String, Entry<T>> known, String why) {
        Entry<T> found = known.get(name);
        if (found == null) {
            String hint =
                    Nearest.to(name, known.keySet())
                            .map(near -> "; did you mean \"" + near + "\"?")
                            .orElse("; there is " + names(known) + ".");
            throw bad(what + " \"" + name + "\"" + why + " is not in " + where + hint);
        }
        return found;
    }

    private static String names(Map<String, ?> known) {
        return known.isEmpty() ? "none" : String.join(", ", known.keySet());
    }

    private static String namespace(Context context) {
        String namespace = text(context.getNamespace());
        return namespace.isEmpty() ? "default" : namespace;
    }

    private static Path folder(Path file) {
        return Objects.requireNonNullElse(file.getParent(), file);
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static ConnectorException bad(String sentence) {
        return new ConnectorException(Kind.BAD_INPUT, sentence);
    }
}
