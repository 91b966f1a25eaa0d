package dev.drawbridge.connector.signature;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.connector.oci.DockerCredentials;
import dev.drawbridge.connector.oci.ImageReference;
import dev.drawbridge.connector.oci.Registries;
import dev.drawbridge.connector.oci.Repository;
import dev.drawbridge.testbed.Command;
import dev.drawbridge.testbed.Cosign;
import dev.drawbridge.testbed.Crane;
import dev.drawbridge.testbed.RealRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What real cosign writes is read and verified, and what is written here real cosign verifies. */
class CosignIT {
    private static final String VULN = "https://cosign.sigstore.dev/attestation/vuln/v1";
    private static final String OURS = "https://example.org/tested/v1";

    @TempDir static Path folder;
    private static final List<AutoCloseable> open = new ArrayList<>();
    private static RealRegistry withApi;
    private static RealRegistry withoutApi;
    private static Cosign cosign;
    private static Crane crane;
    private static Registries registries;
    private static Map<String, Cosign.KeyPair> keys;
    private static int images;

    @BeforeAll
    static void start() {
        withApi = opened(RealRegistry.withReferrers());
        withoutApi = opened(RealRegistry.withoutReferrers());
        cosign = opened(new Cosign());
        crane = opened(new Crane());
        registries = opened(new Registries(List.of(), DockerCredentials.NONE));
        keys =
                Map.of(
                        "EC", cosign.generateKeyPair("ec"),
                        "RSA", imported("RSA"),
                        "P-384", imported("P-384"),
                        "Ed25519", imported("Ed25519"));
    }

    private static <T extends AutoCloseable> T opened(T one) {
        open.addFirst(one);
        return one;
    }

    private static Cosign.KeyPair imported(String kind) {
        KeyPair pair = Keys.make(kind);
        Path pem = Keys.pem(folder.resolve(kind + ".pem"), "PRIVATE KEY", pair.getPrivate());
        return cosign.importKeyPair(kind, pem);
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    static Stream<Arguments> matrix() {
        return Stream.of(true, false)
                .flatMap(api ->
                        Stream.of(Cosign.Form.values())
                                .flatMap(form ->
                                        Stream.of("EC", "RSA")
                                                .map(key -> Arguments.of(api, form, key))));
    }

    private record Pushed(String reference, Digest digest, Repository repository) {}

    private static Pushed image(boolean api) {
        String name = (api ? withApi : withoutApi).host() + "/shop/checkout-" + images++;
        Digest digest = new Digest(crane.pushImage(name + ":main", name));
        Repository repository = registries.repository(ImageReference.parse(name + ":main"));
        return new Pushed(name + "@" + digest, digest, repository);
    }

    private static Cosign.KeyPair key(String kind) {
        return Objects.requireNonNull(keys.get(kind), kind);
    }

    private static TrustedKey trusted(String kind) {
        return TrustedKey.load(kind, key(kind).publicKey(), Set.of("signature"));
    }

    private static List<TrustedKey> all() {
        return keys.keySet().stream().sorted().map(CosignIT::trusted).toList();
    }

    @ParameterizedTest
    @MethodSource("matrix")
    void aSignatureIsReadAndVerifiedByItsKeyAlone(boolean api, Cosign.Form form, String key) {
        Pushed image = image(api);
        assertThat(SignedObjects.read(image.repository(), image.digest())).isEmpty();

        cosign.sign(key(key), form, image.reference());

        List<SignedObject> found = SignedObjects.read(image.repository(), image.digest());
        assertThat(found).hasSize(1);
        SignedObject signature = found.getFirst();
        assertThat(signature.covers(image.digest())).isTrue();
        assertThat(signature.covers(Digest.of(new byte[0]))).isFalse();
        assertThat(SignatureCheck.verify(signature, all())).contains(trusted(key));
        List<TrustedKey> others = all().stream().filter(k -> !k.id().equals(key)).toList();
        assertThat(SignatureCheck.verify(signature, others)).isEmpty();
        if (form == Cosign.Form.BUNDLE) {
            assertThat(signature)
                    .isInstanceOfSatisfying(
                            SignedObject.Dsse.class, d -> assertThat(d.isSignature()).isTrue());
        } else {
            assertThat(signature).isInstanceOf(SignedObject.SimpleSigning.class);
        }
    }

    @ParameterizedTest
    @MethodSource("matrix")
    void anAttestationKeepsItsPredicateAndIsNoSignature(boolean api, Cosign.Form form, String key)
            throws IOException {
        Pushed image = image(api);
        Path predicate = Files.writeString(folder.resolve("p.json"), "{\"total\": 3}");
        Path scan =
                Files.writeString(
                        folder.resolve("v.json"),
                        """
                        {"invocation": {}, "scanner": {"uri": "grype", "version": "1", "db": {},
                         "result": {"matches": []}},
                         "metadata": {"scanStartedOn": "2026-01-01T00:00:00Z",
                                      "scanFinishedOn": "2026-01-01T00:00:01Z"}}
                        """);

        cosign.attest(key(key), form, OURS, predicate, image.reference());
        cosign.attest(key(key), form, "vuln", scan, image.reference());

        List<SignedObject> found = SignedObjects.read(image.repository(), image.digest());
        assertThat(found)
                .hasSize(2)
                .allSatisfy(one -> {
                    assertThat(SignatureCheck.verify(one, all())).contains(trusted(key));
                    assertThat(one.covers(image.digest())).isTrue();
                });
        Map<String, SignedObject.Dsse> byType =
                found.stream()
                        .map(SignedObject.Dsse.class::cast)
                        .collect(Collectors.toMap(SignedObject.Dsse::predicateType, d -> d));
        assertThat(byType).containsOnlyKeys(OURS, VULN);
        assertThat(Objects.requireNonNull(byType.get(OURS)).isSignature()).isFalse();
        assertThat(Objects.requireNonNull(byType.get(VULN)).predicate().at("/scanner/uri").asText())
                .isEqualTo("grype");
    }

    @ParameterizedTest
    @MethodSource("otherKeys")
    void theOtherKindsOfKeyVerifyToo(Cosign.Form form, String key) {
        Pushed image = image(true);
        cosign.sign(key(key), form, image.reference());
        List<SignedObject> found = SignedObjects.read(image.repository(), image.digest());
        assertThat(found).hasSize(1);
        assertThat(SignatureCheck.verify(found.getFirst(), all())).contains(trusted(key));
    }

    static Stream<Arguments> otherKeys() {
        return Stream.of("P-384", "Ed25519")
                .flatMap(k -> Stream.of(Cosign.Form.values()).map(f -> Arguments.of(f, k)));
    }

    @ParameterizedTest
    @MethodSource("written")
    void whatIsAttachedHereCosignVerifies(boolean api, String kind) throws Exception {
        Pushed image = image(api);
        KeyPair pair = Keys.make(kind);
        Path pub = Keys.pem(folder.resolve("ours.pub"), "PUBLIC KEY", pair.getPublic());
        JsonNode predicate = Parsing.JSON.readTree("{\"total\": 3}");
        byte[] bundle = DsseWriter.sign(pair, OURS, predicate, "shop/checkout", image.digest());

        for (int i = 0; i < 2; i++) {
            image.repository()
                    .attach(
                            image.digest(),
                            Statements.BUNDLE,
                            bundle,
                            Statements.BUNDLE,
                            Map.of(
                                    "dev.sigstore.bundle.content",
                                    "dsse-envelope",
                                    "dev.sigstore.bundle.predicateType",
                                    OURS));
        }

        Command.Result result = cosign.verifyAttestation(pub, OURS, image.reference());
        assertThat(result.exitCode()).as(result.err()).isZero();
        Command.Result other =
                cosign.verifyAttestation(key("EC").publicKey(), OURS, image.reference());
        assertThat(other.exitCode()).isNotZero();
        List<SignedObject> found = SignedObjects.read(image.repository(), image.digest());
        assertThat(found).hasSize(1);
        assertThat(SignatureCheck.verify(found.getFirst(), List.of(Keys.trusted("ours", pair))))
                .isPresent();
    }

    @ParameterizedTest
    @MethodSource("registries")
    void whatNobodySignedIsToldOfAndVerifiedByNoKey(boolean api) {
        Pushed image = image(api);
        byte[] report = "{}".getBytes(StandardCharsets.UTF_8);
        image.repository()
                .attach(
                        image.digest(),
                        "application/vnd.example.scan+json",
                        report,
                        "application/json",
                        Map.of());

        assertThat(SignedObjects.read(image.repository(), image.digest()))
                .singleElement()
                .isInstanceOfSatisfying(
                        SignedObject.Unsigned.class,
                        bare -> {
                            assertThat(bare.type()).isEqualTo("application/vnd.example.scan+json");
                            assertThat(bare.covers(image.digest())).isFalse();
                            assertThat(SignatureCheck.verify(bare, all())).isEmpty();
                        });
    }

    static Stream<Arguments> written() {
        return Stream.of("P-256", "RSA", "P-384", "Ed25519")
                .flatMap(kind -> Stream.of(true, false).map(api -> Arguments.of(api, kind)));
    }

    @ParameterizedTest
    @MethodSource("registries")
    void ourAttestationKeepsWhatOthersAttached(boolean api) throws Exception {
        Pushed image = image(api);
        cosign.sign(key("EC"), Cosign.Form.BUNDLE, image.reference());
        KeyPair pair = Keys.make("P-256");
        JsonNode predicate = Parsing.JSON.readTree("{}");
        byte[] bundle = DsseWriter.sign(pair, OURS, predicate, "shop/checkout", image.digest());
        image.repository()
                .attach(image.digest(), Statements.BUNDLE, bundle, Statements.BUNDLE, Map.of());

        assertThat(SignedObjects.read(image.repository(), image.digest())).hasSize(2);
        Command.Result result = cosign.verify(key("EC").publicKey(), image.reference());
        assertThat(result.exitCode()).as(result.err()).isZero();
    }

    static Stream<Boolean> registries() {
        return Stream.of(true, false);
    }

    @ParameterizedTest
    @MethodSource("registries")
    void aTruncatedBundleIsNamedAndHidesNothing(boolean api) throws Exception {
        Pushed image = image(api);
        cosign.sign(key("EC"), Cosign.Form.BUNDLE, image.reference());
        KeyPair pair = Keys.make("P-256");
        JsonNode predicate = Parsing.JSON.readTree("{}");
        byte[] bundle = DsseWriter.sign(pair, OURS, predicate, "shop/checkout", image.digest());
        byte[] half = java.util.Arrays.copyOf(bundle, bundle.length / 2);
        image.repository()
                .attach(image.digest(), Statements.BUNDLE, half, Statements.BUNDLE, Map.of());

        List<SignedObject> found = SignedObjects.read(image.repository(), image.digest());
        assertThat(found).hasSize(2);
        assertThat(found)
                .filteredOn(SignedObject.Unreadable.class::isInstance)
                .singleElement()
                .satisfies(one -> {
                    assertThat(((SignedObject.Unreadable) one).why()).contains("cut off");
                    assertThat(SignatureCheck.verify(one, all())).isEmpty();
                });
        assertThat(found)
                .filteredOn(one -> SignatureCheck.verify(one, all()).isPresent())
                .hasSize(1);
    }

    @Test
    void anAttestationOnAnIndexDoesNotCoverItsChildren() {
        Pushed child = image(true);
        String index = withApi.host() + "/shop/index";
        Digest digest = new Digest(crane.pushIndex(index + ":main", child.reference()));
        cosign.sign(key("EC"), Cosign.Form.BUNDLE, index + "@" + digest);
        Repository repository = registries.repository(ImageReference.parse(index));

        List<SignedObject> onIndex = SignedObjects.read(repository, digest);
        assertThat(onIndex).singleElement().matches(one -> one.covers(digest));
        assertThat(onIndex).noneMatch(one -> one.covers(child.digest()));
        assertThat(SignedObjects.read(repository, child.digest())).isEmpty();
        assertThat(repository.reachable(digest)).contains(digest, child.digest()).hasSize(3);
    }
}
