package dev.drawbridge.delivery.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.policies.CanonicalJson;
import dev.drawbridge.policies.GateInput;
import dev.drawbridge.policies.GateInput.EnvironmentVariable;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class ManifestsTest {
    private static final String SECRET = "hunter2-do-not-keep";

    private static PodTemplateSpec template(String value, String image) {
        return Serialization.unmarshal(
                """
                metadata:
                  annotations:
                    kubectl.kubernetes.io/last-applied-configuration: '{"env":"%1$s"}'
                spec:
                  initContainers:
                    - name: migrate
                      image: registry/shop/migrate:1
                      env: [{name: DB_PASSWORD, value: "%1$s"}]
                  containers:
                    - name: app
                      image: %2$s
                      securityContext: {privileged: true}
                      env:
                        - {name: TOKEN, value: "%1$s"}
                        - {name: KEY, valueFrom: {secretKeyRef: {name: keys, key: main}}}
                        - {name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}
                      envFrom:
                        - {configMapRef: {name: settings}}
                        - {prefix: DB_, secretRef: {name: database}}
                """
                        .formatted(value, image),
                PodTemplateSpec.class);
    }

    @Test
    void keepsNamesAndSourcesAndNoValue() {
        GateInput.Manifest manifest =
                Manifests.read(template(SECRET, "registry/shop/checkout:1"), "deployment");
        assertThat(CanonicalJson.text(manifest)).doesNotContain(SECRET);
        assertThat(Manifests.redacted(template(SECRET, "i")).toString()).doesNotContain(SECRET);
        assertThat(manifest.containers())
                .extracting(GateInput.Container::name)
                .containsExactly("app", "migrate");
        GateInput.Container app = manifest.containers().getFirst();
        assertThat(app.privileged()).isTrue();
        assertThat(manifest.containers().get(1).privileged()).isNull();
        assertThat(app.environment())
                .containsExactly(
                        new EnvironmentVariable("TOKEN", "value"),
                        new EnvironmentVariable("KEY", "secret/keys/main"),
                        new EnvironmentVariable("NODE", "field"),
                        new EnvironmentVariable("*", "configmap/settings"),
                        new EnvironmentVariable("DB_*", "secret/database"));
    }

    @Test
    void hashesWhatIsLeftAfterRedaction() {
        assertThat(Manifests.sha256(template(SECRET, "a")))
                .isEqualTo(Manifests.sha256(template("other", "a")));
        assertThat(Manifests.sha256(template(SECRET, "a")))
                .isNotEqualTo(Manifests.sha256(template(SECRET, "b")));
    }
}
