package dev.drawbridge.connector.kube;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who last set a field of an object.
 *
 * @param manager the field manager's name as the server keeps it; {@value #NOT_RECORDED} where no
 *     manager has the field and only an operator's marks tell
 * @param operation {@code Apply} or {@code Update}; null where not recorded
 * @param time when the manager last changed anything of the object, to the second; null where not
 *     recorded
 * @param kind what stands behind that name
 * @param application the operator's own object for it (Argo CD Application, Flux Kustomization or
 *     HelmRelease, Helm release), where the marks tell
 * @param applicationNamespace its namespace, where the marks tell
 */
public record FieldOwner(
        String manager,
        @Nullable String operation,
        @Nullable Instant time,
        Kind kind,
        @Nullable String application,
        @Nullable String applicationNamespace) {

    /** Stands for the manager where no manager has the field. */
    public static final String NOT_RECORDED = "(not recorded)";

    /** Kinds of owners. */
    public enum Kind {
        DRAWBRIDGE(false, "Drawbridge"),
        ARGO_CD(true, "Argo CD"),
        FLUX_KUSTOMIZATION(true, "Flux Kustomization"),
        FLUX_HELM_RELEASE(true, "Flux HelmRelease"),
        ARGO_ROLLOUTS(true, "Argo Rollouts"),
        FLAGGER(true, "Flagger"),
        HELM(false, "Helm"),
        KUBECTL(false, "kubectl"),
        OTHER(false, "another tool");

        private final boolean putsBack;
        private final String words;

        Kind(boolean putsBack, String words) {
            this.putsBack = putsBack;
            this.words = words;
        }

        /** Whether it would undo a change made by others, so that the way is through it. */
        public boolean putsBack() {
            return putsBack;
        }

        /** Its name for people. */
        public String words() {
            return words;
        }
    }

    /** {@code Argo CD (argocd-controller), application shop}, for a sentence. */
    public String words() {
        return kind.words()
                + " ("
                + manager
                + ")"
                + (application == null
                        ? ""
                        : ", application "
                                + (applicationNamespace == null ? "" : applicationNamespace + "/")
                                + application);
    }
}
