package dev.drawbridge.practice.kube;

import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * The certificate a server on loopback shows, by an authority of its own whose key is thrown away.
 * Its dates are the machine's, not the world's: clients check them against their own clock.
 *
 * @param authority PEM
 */
record ServerCertificate(String authority, SSLContext context) {
    static ServerCertificate forLoopback() {
        HeldCertificate authority =
                new HeldCertificate.Builder()
                        .commonName("practice")
                        .certificateAuthority(0)
                        .duration(30, TimeUnit.DAYS)
                        .build();
        HeldCertificate server =
                new HeldCertificate.Builder()
                        .commonName("practice API server")
                        .addSubjectAlternativeName("127.0.0.1")
                        .addSubjectAlternativeName("localhost")
                        .duration(30, TimeUnit.DAYS)
                        .signedBy(authority)
                        .build();
        HandshakeCertificates certificates =
                new HandshakeCertificates.Builder().heldCertificate(server).build();
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new javax.net.ssl.KeyManager[] {certificates.keyManager()}, null, null);
            return new ServerCertificate(authority.certificatePem(), context);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no TLS.", e);
        }
    }
}
