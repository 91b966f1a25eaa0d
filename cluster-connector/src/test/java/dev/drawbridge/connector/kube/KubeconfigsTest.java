package dev.drawbridge.connector.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.ConnectorException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeconfigsTest {

    @TempDir Path folder;

    private Path file(String name, String yaml) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, yaml);
    }

    private static void assertBad(Runnable act, String... parts) {
        assertThatThrownBy(act::run)
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.BAD_INPUT))
                .message()
                .contains(parts)
                .doesNotContain("\n");
    }

    @Test
    void theFirstFileToHoldANameWinsItWhole() throws IOException {
        Path a =
                file(
                        "a/config",
                        """
                        users: [{name: red, user: {token: from-a}}]
                        clusters: [{name: c, cluster: {server: "https://a"}}]
                        """);
        Path b =
                file(
                        "b/config",
                        """
                        current-context: x
                        users: [{name: red, user: {token: from-b, as: someone}}]
                        clusters: [{name: c, cluster: {server: "https://b", tls-server-name: b}}]
                        contexts: [{name: x, context: {cluster: c, user: red, namespace: shop}}]
                        """);

        KubeContext context =
                Kubeconfigs.read(null, Map.of("KUBECONFIG", a + ":" + b)).resolve(null);

        assertThat(context.name()).isEqualTo("x");
        assertThat(context.namespace()).isEqualTo("shop");
        assertThat(context.cluster().getServer()).isEqualTo("https://a");
        assertThat(context.cluster().getTlsServerName()).isNull();
        assertThat(context.user().getToken()).isEqualTo("from-a");
        assertThat(context.user().getAs()).isNull();
    }

    @Test
    void theFirstCurrentContextWinsAndMissingFilesAreSkipped() throws IOException {
        String contexts =
                """
                clusters: [{name: c, cluster: {server: "https://c"}}]
                contexts: [{name: one, context: {cluster: c}}, {name: two, context: {cluster: c}}]
                """;
        Path a = file("a", "apiVersion: v1\n");
        Path b = file("b", "current-context: two\n" + contexts);
        Path c = file("c", "current-context: one\n");
        String list = folder.resolve("missing") + "::" + a + ":" + b + ":" + c;

        Kubeconfigs read = Kubeconfigs.read(null, Map.of("KUBECONFIG", list));

        assertThat(read.resolve(null).name()).isEqualTo("two");
        assertThat(read.list()).extracting(ContextInfo::current).containsExactly(false, true);
        assertThat(read.list()).extracting(ContextInfo::file).containsOnly(b);
    }

    @Test
    void relativePathsStartAtTheFolderOfTheFileTheyStandIn() throws IOException {
        Path a = file("a/config", "users: [{name: u, user: {tokenFile: token}}]");
        Path b =
                file(
                        "b/config",
                        """
                        clusters: [{name: c, cluster: {server: "https://c", certificate-authority: ca.crt}}]
                        contexts: [{name: x, context: {cluster: c, user: u}}]
                        """);

        KubeContext context =
                Kubeconfigs.read(null, Map.of("KUBECONFIG", a + ":" + b)).resolve("x");

        assertThat(context.userFolder()).isEqualTo(a.getParent());
        assertThat(context.clusterFolder()).isEqualTo(b.getParent());
    }

    @Test
    void aNamedFileIsTheOnlyOneAndHomeIsTheLast() throws IOException {
        Path named = file("named", "contexts: [{name: n, context: {cluster: c}}]");
        Path other = file("other", "contexts: [{name: o, context: {cluster: c}}]");
        file(".kube/config", "contexts: [{name: h, context: {cluster: c}}]");

        assertThat(Kubeconfigs.read(named, Map.of("KUBECONFIG", other.toString())).list())
                .extracting(ContextInfo::name)
                .containsExactly("n");
        assertThat(Kubeconfigs.read(null, Map.of("HOME", folder.toString())).list())
                .extracting(ContextInfo::name)
                .containsExactly("h");
    }

    @Test
    void anUnknownContextIsAnsweredWithTheOneThatWasMeant() throws IOException {
        Path file =
                file(
                        "config",
                        """
                        clusters: [{name: c, cluster: {server: "https://c"}}]
                        contexts: [{name: production, context: {cluster: c}}, {name: dev, context: {cluster: nowhere}}]
                        """);
        Kubeconfigs read = Kubeconfigs.read(file, Map.of());

        assertBad(
                () -> read.resolve("prodction"),
                "\"prodction\" is not in",
                "did you mean \"production\"?");
        assertBad(() -> read.resolve("zzz"), "there is production, dev.");
        assertBad(() -> read.resolve(null), "no current-context");
        assertBad(
                () -> read.resolve("dev"),
                "cluster \"nowhere\" that context \"dev\" refers to is not in");
    }

    @Test
    void whatIsNoKubeconfigIsOneSentenceWithoutTheFilesContents() throws IOException {
        assertBad(() -> Kubeconfigs.read(folder, Map.of()), folder + " is a folder");
        assertBad(() -> Kubeconfigs.read(folder.resolve("gone"), Map.of()), "is not there");
        assertBad(
                () ->
                        Kubeconfigs.read(
                                null, Map.of("KUBECONFIG", folder.resolve("gone").toString())),
                "no kubeconfig was found");
        Path broken = file("broken", "users:\n- name: u\n  user: {token: secret-word, ]\n");
        assertBad(() -> Kubeconfigs.read(broken, Map.of()), "not a kubeconfig", "line 3");
        assertThatThrownBy(() -> Kubeconfigs.read(broken, Map.of()))
                .hasNoCause()
                .hasMessageNotContaining("secret-word");
        Path text = file("text", "just words");
        assertBad(() -> Kubeconfigs.read(text, Map.of()), "not a kubeconfig");
        Path twice = file("twice", "users: [{name: u, user: {}}, {name: u, user: {}}]");
        assertBad(() -> Kubeconfigs.read(twice, Map.of()), "two entries for user \"u\"");
    }
}
