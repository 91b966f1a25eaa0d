package dev.drawbridge.connector.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.ConnectorException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedKeyTest {
    @TempDir Path folder;

    private void assertRefused(Path file, String why) {
        assertThatThrownBy(() -> TrustedKey.load("build", file, Set.of()))
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.BAD_INPUT))
                .hasMessageContaining("\"build\" (" + file + ")")
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"P-256", "P-384", "RSA", "Ed25519"})
    void aPublicKeyIsRead(String kind) {
        KeyPair keys = Keys.make(kind);
        Path file = Keys.pem(folder.resolve("k.pub"), "PUBLIC KEY", keys.getPublic());
        TrustedKey key = TrustedKey.load("build", file, Set.of("signature"));
        assertThat(key.key()).isEqualTo(keys.getPublic());
        assertThat(key.kinds()).containsExactly("signature");
    }

    @Test
    void aPrivateKeyIsNamedAsWhatItIs() {
        Path file = Keys.pem(folder.resolve("k"), "PRIVATE KEY", Keys.make("RSA").getPrivate());
        assertRefused(file, "a \"PRIVATE KEY\" is in it");
    }

    @ParameterizedTest
    @CsvSource({
        "'', no PEM block",
        "'ssh-ed25519 AAAA', no PEM block",
        "'-----BEGIN PUBLIC KEY-----\n%%\n-----END PUBLIC KEY-----', not base64",
        "'-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----', neither EC",
        "'-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', CERTIFICATE"
    })
    void anythingElseIsRefused(String content, String why) throws IOException {
        assertRefused(Files.writeString(folder.resolve("k.pub"), content), why);
    }

    @Test
    void twoKeysInAFileAreRefused() throws IOException {
        Path one = Keys.pem(folder.resolve("one"), "PUBLIC KEY", Keys.make("P-256").getPublic());
        String text = Files.readString(one);
        assertRefused(Files.writeString(folder.resolve("two"), text + text), "2 PEM blocks");
    }

    @Test
    void weakKeysAndUnknownCurvesAreRefused() throws NoSuchAlgorithmException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        assertRefused(
                Keys.pem(
                        folder.resolve("weak"),
                        "PUBLIC KEY",
                        generator.generateKeyPair().getPublic()),
                "1024 bits");
        assertRefused(
                Keys.pem(folder.resolve("p521"), "PUBLIC KEY", Keys.make("P-521").getPublic()),
                "521 bits");
    }

    @Test
    void aFolderAndAFileThatIsNotThereAreRefused() {
        assertRefused(folder, "folder");
        assertRefused(folder.resolve("absent"), "no such file");
    }
}
