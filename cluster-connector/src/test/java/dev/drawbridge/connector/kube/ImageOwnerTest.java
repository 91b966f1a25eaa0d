package dev.drawbridge.connector.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.connector.kube.FieldOwner.Kind;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class ImageOwnerTest {

    private static String entry(String manager, String operation, String time, String container) {
        return """
        {manager: %s, operation: %s, time: "%s", fieldsType: FieldsV1, fieldsV1: {"f:spec": {"f:template": {"f:spec":
          {"f:containers": {'k:{"name":"%s"}': {".": {}, "f:image": {}}}}}}}}\
        """
                .formatted(manager, operation, time, container);
    }

    private static Deployment deployment(String marks, String... entries) {
        return Serialization.unmarshal(
                "---\n{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, %s managedFields: [%s]}}"
                        .formatted(marks, String.join(",", entries)),
                Deployment.class);
    }

    private static FieldOwner owner(Deployment deployment) {
        return new ImageOwner().of(deployment, "app").orElseThrow();
    }

    @Test
    void theManagerOfThisContainersImageIsTheOwner() {
        Deployment web =
                deployment(
                        "",
                        entry("ci", "Update", "2026-03-01T10:00:00Z", "sidecar"),
                        entry(
                                "kubectl-client-side-apply",
                                "Update",
                                "2026-03-01T09:00:00Z",
                                "app"));
        FieldOwner owner = owner(web);
        assertThat(owner.manager()).isEqualTo("kubectl-client-side-apply");
        assertThat(owner.operation()).isEqualTo("Update");
        assertThat(owner.time()).isEqualTo("2026-03-01T09:00:00Z");
        assertThat(owner.kind()).isEqualTo(Kind.KUBECTL);
        assertThat(owner.kind().putsBack()).isFalse();
        assertThat(new ImageOwner().of(web, "ap")).isEmpty();
    }

    @Test
    void argoCdIsNamedWithItsApplication() {
        FieldOwner owner =
                owner(
                        deployment(
                                "annotations: {argocd.argoproj.io/tracking-id: 'team-a_shop:apps/Deployment:shop/web'},",
                                entry("argocd-controller", "Update", "2026-03-01T09:00:00Z", "app"),
                                entry("kubectl-edit", "Update", "2026-03-01T10:00:00Z", "app")));
        assertThat(owner.kind()).isEqualTo(Kind.ARGO_CD);
        assertThat(owner.kind().putsBack()).isTrue();
        assertThat(owner.words()).isEqualTo("Argo CD (argocd-controller), application team-a/shop");
    }

    @Test
    void anOldArgoCdIsKnownByTheInstanceLabelAndItsManager() {
        String label = "labels: {app.kubernetes.io/instance: shop},";
        assertThat(
                        owner(
                                        deployment(
                                                label,
                                                entry(
                                                        "argocd-controller",
                                                        "Update",
                                                        "2026-03-01T09:00:00Z",
                                                        "app")))
                                .application())
                .isEqualTo("shop");
        assertThat(
                        owner(
                                        deployment(
                                                label,
                                                entry(
                                                        "ci",
                                                        "Update",
                                                        "2026-03-01T09:00:00Z",
                                                        "app")))
                                .kind())
                .isEqualTo(Kind.OTHER);
    }

    @Test
    void fluxIsNamedEvenWhenAnotherHasWrittenTheFieldSince() {
        FieldOwner owner =
                owner(
                        deployment(
                                "labels: {kustomize.toolkit.fluxcd.io/name: apps, kustomize.toolkit.fluxcd.io/namespace: flux-system},",
                                entry("drawbridge", "Apply", "2026-03-01T10:00:00Z", "app")));
        assertThat(owner.kind()).isEqualTo(Kind.FLUX_KUSTOMIZATION);
        assertThat(owner.manager()).isEqualTo("drawbridge");
        assertThat(owner.application()).isEqualTo("apps");
        assertThat(owner.applicationNamespace()).isEqualTo("flux-system");
    }

    @Test
    void aHelmReleaseOfFluxIsNotPlainHelm() {
        String release =
                "annotations: {meta.helm.sh/release-name: shop, meta.helm.sh/release-namespace: s},";
        FieldOwner plain =
                owner(deployment(release, entry("helm", "Update", "2026-03-01T09:00:00Z", "app")));
        assertThat(plain.kind()).isEqualTo(Kind.HELM);
        assertThat(plain.kind().putsBack()).isFalse();
        assertThat(plain.application()).isEqualTo("shop");
        FieldOwner flux =
                owner(
                        deployment(
                                release
                                        + "labels: {helm.toolkit.fluxcd.io/name: shop, helm.toolkit.fluxcd.io/namespace: flux},",
                                entry("helm-controller", "Apply", "2026-03-01T09:00:00Z", "app")));
        assertThat(flux.kind()).isEqualTo(Kind.FLUX_HELM_RELEASE);
        assertThat(flux.applicationNamespace()).isEqualTo("flux");
    }

    @Test
    void nobodyOnRecordIsUnknown() {
        assertThat(new ImageOwner().of(deployment(""), "app")).isEmpty();
        FieldOwner marked =
                owner(
                        deployment(
                                "annotations: {argocd.argoproj.io/tracking-id: 'shop:apps/Deployment:shop/web'},"));
        assertThat(marked.manager()).isEqualTo(FieldOwner.NOT_RECORDED);
        assertThat(marked.kind()).isEqualTo(Kind.ARGO_CD);
    }
}
