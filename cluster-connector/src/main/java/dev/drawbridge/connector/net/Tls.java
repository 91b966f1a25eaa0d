package dev.drawbridge.connector.net;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.ConnectorException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What a TLS connection trusts and shows. Immutable; any thread.
 *
 * @param ca PEM of the authorities to trust; without it the system's
 * @param keys the client certificate to show, asked anew with each handshake
 * @param insecure no verification at all; only a kubeconfig may ask for it
 * @param serverName the name the server's certificate must carry, when it isn't the address' host
 */
public record Tls(
        byte @Nullable [] ca,
        @Nullable X509ExtendedKeyManager keys,
        boolean insecure,
        @Nullable String serverName) {

    private static final int LARGEST_PEM = 4 << 20;

    /** The system's authorities and no client certificate. */
    public static final Tls SYSTEM = new Tls(null, null, false, null);

    /** What the options' files say. BAD_INPUT when one can't be read. */
    public static Tls of(ConnectionOptions options) {
        Path ca = options.ca();
        Path certificate = options.clientCertificate();
        Path key = options.clientKey();
        if ((certificate == null) != (key == null)) {
            throw new ConnectorException(
                    Kind.BAD_INPUT,
                    "client certificate and client key go together, but only "
                            + (certificate == null ? key : certificate)
                            + " is given; name both files.");
        }
        return new Tls(
                ca == null ? null : readPem("certificate authority", ca),
                certificate == null || key == null
                        ? null
                        : keys(
                                readPem("client certificate", certificate),
                                readPem("client key", key),
                                certificate.toString()),
                false,
                null);
    }

    /** The bytes of a PEM file. BAD_INPUT when it can't be read or is larger than 4 MiB. */
    public static byte[] readPem(String what, Path file) {
        try {
            if (Files.isRegularFile(file) && Files.size(file) > LARGEST_PEM) {
                throw new ConnectorException(
                        Kind.BAD_INPUT,
                        what + " " + file + " is larger than 4 MiB; give a PEM file.");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ConnectorException(
                    Kind.BAD_INPUT,
                    what + " " + file + " can't be read (" + reason(file, e) + ").",
                    e);
        }
    }

    /**
     * A key manager for a PEM certificate chain and its key; {@code where} names them in the
     * BAD_INPUT sentence.
     */
    public static X509ExtendedKeyManager keys(byte[] certificate, byte[] key, String where) {
        try {
            Certificate[] chain = certificates(certificate).toArray(new Certificate[0]);
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("client", PemKeys.privateKey(key), new char[0], chain);
            KeyManagerFactory factory =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, new char[0]);
            for (KeyManager manager : factory.getKeyManagers()) {
                if (manager instanceof X509ExtendedKeyManager usable) {
                    return usable;
                }
            }
            throw new IllegalStateException("this runtime has no X.509 key manager");
        } catch (GeneralSecurityException | IOException e) {
            // no cause: what a parser quotes may be of the key
            throw new ConnectorException(
                    Kind.BAD_INPUT,
                    "the client certificate and key of "
                            + where
                            + " can't be used; they must be PEM, the key without a password.");
        }
    }

    X509TrustManager trust() {
        if (insecure) {
            return TrustEverything.INSTANCE;
        }
        try {
            TrustManagerFactory factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(ca == null ? null : store(ca));
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager usable) {
                    return usable;
                }
            }
            throw new IllegalStateException("this runtime has no X.509 trust manager");
        } catch (GeneralSecurityException | IOException e) {
            throw new ConnectorException(
                    Kind.BAD_INPUT,
                    "the certificate authority given for this connection is not a PEM certificate; check the file or the certificate-authority-data.",
                    e);
        }
    }

    private static KeyStore store(byte[] pem) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int n = 0;
        for (Certificate certificate : certificates(pem)) {
            store.setCertificateEntry("ca-" + n++, certificate);
        }
        return store;
    }

    private static Collection<? extends Certificate> certificates(byte[] pem)
            throws CertificateException {
        Collection<? extends Certificate> found =
                CertificateFactory.getInstance("X.509")
                        .generateCertificates(new ByteArrayInputStream(pem));
        if (found.isEmpty()) {
            throw new CertificateException("no certificate in it");
        }
        return found;
    }

    private static String reason(Path file, IOException e) {
        if (Files.isDirectory(file)) {
            return "it is a folder";
        }
        return Files.exists(file)
                ? "no permission or unreadable: " + e.getClass().getSimpleName()
                : "no such file";
    }
}
