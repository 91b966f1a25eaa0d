package dev.drawbridge.testbed;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.UUID;
import okhttp3.tls.HeldCertificate;

/**
 * The token server of a registry, as the distribution project's token specification has it: for one
 * user, who gets whatever scope is asked for, by HTTP basic authentication.
 */
final class TokenServer implements AutoCloseable {
    static final String SERVICE = "testbed-registry";
    static final String ISSUER = "testbed-tokens";

    private static final int LIFETIME_SECONDS = 300;

    private final ObjectMapper json = new ObjectMapper();
    private final HeldCertificate signer = new HeldCertificate.Builder().commonName(ISSUER).build();
    private final InstantSource clock;
    private final String user;
    private final HttpServer server;

    private TokenServer(HttpServer server, InstantSource clock, String user) {
        this.server = server;
        this.clock = clock;
        this.user = user;
    }

    static TokenServer start(String user, String password) {
        try {
            HttpServer http =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            TokenServer tokens = new TokenServer(http, InstantSource.system(), user);
            http.createContext("/token", tokens::answer)
                    .setAuthenticator(
                            new BasicAuthenticator("testbed") {
                                @Override
                                public boolean checkCredentials(String name, String given) {
                                    return name.equals(user) && given.equals(password);
                                }
                            });
            http.start();
            return tokens;
        } catch (IOException e) {
            throw new UncheckedIOException("start the token server", e);
        }
    }

    /**
     * Named, not by number: go-containerregistry's clients refuse a token server on a private
     * address other than the registry's.
     */
    String realm() {
        return "http://localhost:" + server.getAddress().getPort() + "/token";
    }

    String certificatePem() {
        return signer.certificatePem();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            ArrayNode access = json.createArrayNode();
            String query = exchange.getRequestURI().getRawQuery();
            for (String parameter : query == null ? new String[0] : query.split("&", -1)) {
                String[] pair = parameter.split("=", 2);
                if (pair.length == 2 && pair[0].equals("scope")) {
                    for (String scope :
                            URLDecoder.decode(pair[1], StandardCharsets.UTF_8).split(" ", -1)) {
                        addAccess(access, scope);
                    }
                }
            }
            ObjectNode body = json.createObjectNode();
            body.put("token", token(access));
            body.put("expires_in", LIFETIME_SECONDS);
            byte[] bytes = json.writeValueAsBytes(body);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /** A scope is {@code repository:NAME:ACTION,ACTION}; the name may hold colons. */
    private static void addAccess(ArrayNode access, String scope) {
        int first = scope.indexOf(':');
        int last = scope.lastIndexOf(':');
        if (first < 0 || first == last) {
            return;
        }
        ObjectNode one = access.addObject();
        one.put("type", scope.substring(0, first));
        one.put("name", scope.substring(first + 1, last));
        ArrayNode actions = one.putArray("actions");
        for (String action : scope.substring(last + 1).split(",", -1)) {
            actions.add(action);
        }
    }

    private String token(ArrayNode access) throws IOException {
        try {
            Instant now = clock.instant();
            ObjectNode header = json.createObjectNode();
            header.put("typ", "JWT");
            header.put("alg", "ES256");
            header.putArray("x5c")
                    .add(Base64.getEncoder().encodeToString(signer.certificate().getEncoded()));
            ObjectNode claims = json.createObjectNode();
            claims.put("iss", ISSUER);
            claims.put("sub", user);
            claims.put("aud", SERVICE);
            claims.put("iat", now.getEpochSecond());
            claims.put("nbf", now.minusSeconds(10).getEpochSecond());
            claims.put("exp", now.plusSeconds(LIFETIME_SECONDS).getEpochSecond());
            claims.put("jti", UUID.randomUUID().toString());
            claims.set("access", access);
            Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
            String signed =
                    encoder.encodeToString(json.writeValueAsBytes(header))
                            + "."
                            + encoder.encodeToString(json.writeValueAsBytes(claims));
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(signer.keyPair().getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + encoder.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new TestbedException("The token server can't sign a token.", e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
