package dev.drawbridge.connector.kube;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.ConnectorException.Kind;
import dev.drawbridge.connector.net.ConnectionOptions;
import dev.drawbridge.connector.net.Tls;
import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import java.nio.file.Path;
import java.util.Base64;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * What a kubeconfig's context says about TLS, with the workspace's options on top. Data wins over
 * files, as in kubectl.
 */
final class ClusterTls {

    private ClusterTls() {}

    /**
     * The whole of it.
     *
     * @param pluginKeys the client certificates of an exec plugin, used when nothing else names one
     */
    static Tls of(
            KubeContext context,
            ConnectionOptions options,
            @Nullable X509ExtendedKeyManager pluginKeys) {
        Tls own = Tls.of(options);
        Cluster cluster = context.cluster();
        byte[] ca = own.ca() != null ? own.ca() : authority(context);
        boolean insecure = Boolean.TRUE.equals(cluster.getInsecureSkipTlsVerify());
        if (insecure && ca != null) {
            throw new ConnectorException(
                    Kind.BAD_INPUT,
                    "the cluster of context \""
                            + context.name()
                            + "\" names a certificate authority and insecure-skip-tls-verify; remove one of them.");
        }
        X509ExtendedKeyManager keys = own.keys() != null ? own.keys() : keys(context);
        String name = cluster.getTlsServerName();
        return new Tls(
                ca,
                keys != null ? keys : pluginKeys,
                insecure,
                name == null || name.isEmpty() ? null : name);
    }

    /** The certificate authority in PEM, or null for the system's. */
    static byte @Nullable [] authority(KubeContext context) {
        return bytes(
                "certificate authority",
                context,
                context.cluster().getCertificateAuthorityData(),
                context.cluster().getCertificateAuthority(),
                context.clusterFolder());
    }

    private static @Nullable X509ExtendedKeyManager keys(KubeContext context) {
        AuthInfo user = context.user();
        Path folder = context.userFolder();
        byte[] certificate =
                bytes(
                        "client certificate",
                        context,
                        user.getClientCertificateData(),
                        user.getClientCertificate(),
                        folder);
        byte[] key =
                bytes("client key", context, user.getClientKeyData(), user.getClientKey(), folder);
        if (certificate == null && key == null) {
            return null;
        }
        if (certificate == null || key == null) {
            throw new ConnectorException(
                    Kind.BAD_INPUT,
                    "the user of context \""
                            + context.name()
                            + "\" has a client "
                            + (key == null
                                    ? "certificate without its key"
                                    : "key without its certificate")
                            + "; give both.");
        }
        return Tls.keys(certificate, key, "context \"" + context.name() + "\"");
    }

    private static byte @Nullable [] bytes(
            String what,
            KubeContext context,
            @Nullable String data,
            @Nullable String file,
            Path folder) {
        if (data != null && !data.isEmpty()) {
            try {
                return Base64.getMimeDecoder().decode(data);
            } catch (IllegalArgumentException e) {
                throw new ConnectorException(
                        Kind.BAD_INPUT,
                        "the "
                                + what
                                + " data of context \""
                                + context.name()
                                + "\" is not base64; correct it.",
                        e);
            }
        }
        return file == null || file.isEmpty()
                ? null
                : Tls.readPem(
                        what + " of context \"" + context.name() + "\",", folder.resolve(file));
    }
}
