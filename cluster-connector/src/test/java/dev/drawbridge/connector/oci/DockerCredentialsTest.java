package dev.drawbridge.connector.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.ConnectorException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DockerCredentialsTest {
    private static final String HOST = "registry.example.org:5000";

    @TempDir Path folder;

    private DockerCredentials config(String json) throws IOException {
        Path file = Files.writeString(folder.resolve("config.json"), json);
        String path = folder + java.io.File.pathSeparator + System.getenv("PATH");
        return DockerCredentials.of(file, Map.of("PATH", path));
    }

    private void helper(String name, String script) throws IOException {
        Path file = folder.resolve("docker-credential-" + name);
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                HOST,
                "https://" + HOST,
                "https://" + HOST + "/v1/",
                "https://" + HOST + "/v2/"
            })
    void aHostIsFoundInEachFormThatDockerWrites(String key) throws IOException {
        DockerCredentials found =
                config("{\"auths\": {\"%s\": {\"auth\": \"dTpwOnE=\"}}}".formatted(key));
        assertThat(found.of(HOST)).contains(new Credential("u", "p:q", Credential.Kind.PASSWORD));
        assertThat(found.of("registry.example.org")).isEmpty();
        assertThat(found.of("example.org:5000")).isEmpty();
    }

    @Test
    void dockerHubHasItsOwnKey() throws IOException {
        DockerCredentials found =
                config("{\"auths\": {\"https://index.docker.io/v1/\": {\"auth\": \"dTpw\"}}}");
        assertThat(found.of("docker.io")).isPresent();
    }

    @Test
    void aHelperIsAskedForTheHostOnly() throws IOException {
        helper(
                "one",
                "read host; echo \"$1 $host\" >> "
                        + folder.resolve("asked")
                        + "; echo '{\"Username\": \"u\", \"Secret\": \"s\"}'");
        DockerCredentials found =
                config(
                        "{\"credHelpers\": {\"%s\": \"one\"}, \"credsStore\": \"absent\"}"
                                .formatted(HOST));
        assertThat(found.of(HOST)).contains(new Credential("u", "s", Credential.Kind.PASSWORD));
        assertThat(folder.resolve("asked")).hasContent("get " + HOST);
    }

    @Test
    void aStoreThatHasNoLoginLeavesTheFilesOwn() throws IOException {
        helper("store", "cat > /dev/null; echo 'credentials not found in native keychain'; exit 1");
        DockerCredentials found =
                config(
                        "{\"credsStore\": \"store\", \"auths\": {\"%s\": {\"auth\": \"dTpw\"}}}"
                                .formatted(HOST));
        assertThat(found.of(HOST)).isPresent();
        assertThat(found.of("other.example.org")).isEmpty();
    }

    @Test
    void anIdentityTokenOfAHelperIsKnownByItsName() throws IOException {
        helper("one", "cat > /dev/null; echo '{\"Username\": \"<token>\", \"Secret\": \"s\"}'");
        assertThat(config("{\"credsStore\": \"one\"}").of(HOST))
                .contains(new Credential("", "s", Credential.Kind.IDENTITY_TOKEN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exit 3",
                "echo no-json",
                "head -c 100000 /dev/zero | tr '\\\\0' a; echo",
                "echo 's3cret' >&2; echo s3cret; exit 1"
            })
    void aHelperThatFailsIsOneSentenceWithoutItsAnswer(String script) throws IOException {
        helper("one", "cat > /dev/null; " + script);
        DockerCredentials found = config("{\"credsStore\": \"one\"}");
        assertThatThrownBy(() -> found.of(HOST))
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE))
                .hasMessageContaining("docker-credential-one")
                .hasMessageContaining(HOST)
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"absent", "../../bin/sh", "a b"})
    void aHelperThatIsNotThereOrNoNameIsBadInput(String name) throws IOException {
        DockerCredentials found = config("{\"credsStore\": \"%s\"}".formatted(name));
        assertThatThrownBy(() -> found.of(HOST))
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.BAD_INPUT))
                .hasMessageContaining("config.json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"auths\": {\"registry.example.org:5000\": {\"auth\": \"c2VjcmV0\"}}}",
                "{\"auths\": {\"registry.example.org:5000\": {\"auth\": \"%%secret\"}}}",
                "{\"auths\": {\"h\": {\"auth\": secret",
                "[]"
            })
    void aBrokenFileIsNamedWithoutWhatIsInIt(String json) throws IOException {
        DockerCredentials found = config(json);
        assertThatThrownBy(() -> found.of(HOST))
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.BAD_INPUT))
                .hasMessageContaining("config.json")
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }

    @Test
    void noFileIsNoLogin() {
        Path absent = folder.resolve("absent.json");
        assertThat(DockerCredentials.of(absent, Map.of()).of(HOST)).isEmpty();
    }

    @Test
    void aCredentialNeverShowsItsSecret() {
        assertThat(new Credential("u", "hunter2", Credential.Kind.PASSWORD).toString())
                .doesNotContain("hunter2");
    }
}
