package dev.drawbridge.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RealRegistryIT {
    @Test
    void oneRegistryHasTheReferrersApiAndTheOtherHasNot() throws Exception {
        try (Crane crane = new Crane();
                RealRegistry with = RealRegistry.withReferrers();
                RealRegistry without = RealRegistry.withoutReferrers()) {
            String digest = crane.pushImage(with.host() + "/shop/web:v1", "one");
            assertThat(crane.pushImage(without.host() + "/shop/web:v1", "one")).isEqualTo(digest);

            HttpResponse<String> there =
                    Http.get(
                            URI.create(
                                    "http://" + with.host() + "/v2/shop/web/referrers/" + digest));
            HttpResponse<String> missing =
                    Http.get(
                            URI.create(
                                    "http://"
                                            + without.host()
                                            + "/v2/shop/web/referrers/"
                                            + digest));
            assertThat(there.statusCode()).isEqualTo(200);
            assertThat(there.body()).contains("application/vnd.oci.image.index.v1+json");
            assertThat(missing.statusCode()).isEqualTo(404);
        }
    }

    @Test
    void anIndexHasItsImagesAsChildren() {
        try (Crane crane = new Crane();
                RealRegistry registry = RealRegistry.withReferrers()) {
            String image = crane.pushImage(registry.host() + "/shop/web:amd64", "one");
            String index =
                    crane.pushIndex(
                            registry.host() + "/shop/web:v1", registry.host() + "/shop/web:amd64");

            assertThat(index).isNotEqualTo(image).startsWith("sha256:");
            assertThat(crane.run("manifest", registry.host() + "/shop/web@" + index))
                    .contains(image)
                    .contains("amd64");
        }
    }

    enum Login {
        BASIC,
        TOKEN
    }

    @ParameterizedTest
    @EnumSource
    void aLoginIsAskedForAndTaken(Login login) {
        try (RealRegistry registry =
                        login == Login.BASIC
                                ? RealRegistry.withBasicLogin()
                                : RealRegistry.withTokenLogin();
                Crane stranger = new Crane();
                Crane known = new Crane()) {
            String image = registry.host() + "/shop/web:v1";
            known.login(registry.host(), RealRegistry.USER, RealRegistry.PASSWORD);

            assertThat(known.pushImage(image, "one")).startsWith("sha256:");
            assertThat(stranger.ask("digest", image).exitCode()).isNotZero();
            assertThat(
                            stranger.login(registry.host(), RealRegistry.USER, "wrong")
                                    .ask("digest", image)
                                    .exitCode())
                    .isNotZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void cosignSignsAndVerifiesOnBothKinds(Cosign.Form form, @TempDir Path folder)
            throws Exception {
        Path predicate =
                Files.writeString(folder.resolve("predicate.json"), "{\"result\": \"fine\"}");
        for (RealRegistry registry :
                new RealRegistry[] {
                    RealRegistry.withReferrers(), RealRegistry.withoutReferrers()
                }) {
            try (registry;
                    Crane crane = new Crane();
                    Cosign cosign = new Cosign()) {
                String repository = registry.host() + "/shop/web";
                String image = repository + "@" + crane.pushImage(repository + ":v1", "one");
                Cosign.KeyPair key = cosign.generateKeyPair("trusted");
                Cosign.KeyPair other = cosign.generateKeyPair("other");
                assertThat(cosign.verify(key.publicKey(), image).exitCode()).isNotZero();

                cosign.sign(key, form, image);
                cosign.attest(key, form, "https://example.org/test/v1", predicate, image);

                assertThat(cosign.verify(key.publicKey(), image).err())
                        .contains("signatures were verified");
                assertThat(cosign.verify(other.publicKey(), image).exitCode()).isNotZero();
                assertThat(
                                cosign.verifyAttestation(
                                                key.publicKey(),
                                                "https://example.org/test/v1",
                                                image)
                                        .orFail())
                        .contains("payload");
                assertThat(
                                cosign.verifyAttestation(
                                                key.publicKey(),
                                                "https://example.org/other/v1",
                                                image)
                                        .exitCode())
                        .isNotZero();
            }
        }
    }
}
