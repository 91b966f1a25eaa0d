package dev.drawbridge.connector.kube;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Shows whatever client certificate the exec plugin gave last. */
final class PluginKeys extends X509ExtendedKeyManager {

    private final AtomicReference<@Nullable X509ExtendedKeyManager> current =
            new AtomicReference<>();

    /**
     * Takes another one; true when it differs from the last, so that open connections must not be
     * used again.
     */
    boolean use(@Nullable X509ExtendedKeyManager keys) {
        X509ExtendedKeyManager before = current.getAndSet(keys);
        return before != null && before != keys;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
        var keys = current.get();
        return keys == null ? null : keys.chooseClientAlias(types, issuers, socket);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] types, Principal[] issuers, SSLEngine engine) {
        var keys = current.get();
        return keys == null ? null : keys.chooseEngineClientAlias(types, issuers, engine);
    }

    @Override
    public String @Nullable [] getClientAliases(String type, Principal[] issuers) {
        var keys = current.get();
        return keys == null ? null : keys.getClientAliases(type, issuers);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        var keys = current.get();
        return keys == null ? null : keys.getCertificateChain(alias);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        var keys = current.get();
        return keys == null ? null : keys.getPrivateKey(alias);
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal[] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
        return null;
    }
}
