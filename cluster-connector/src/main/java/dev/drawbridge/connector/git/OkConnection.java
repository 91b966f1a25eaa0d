package dev.drawbridge.connector.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Proxy;
import java.net.URL;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.jspecify.annotations.Nullable;

/**
 * JGit's requests through a client of ours, so that one set of rules holds for all connections:
 * verified TLS, one host, its headers, its proxy, its timeouts.
 */
final class OkConnection implements HttpConnection {
    /** Makes them; where JGit would choose a proxy of its own, the client's counts. */
    record Factory(OkHttpClient client) implements HttpConnectionFactory {
        @Override
        public HttpConnection create(URL url) {
            return new OkConnection(client, url);
        }

        @Override
        public HttpConnection create(URL url, Proxy proxy) {
            return new OkConnection(client, url);
        }
    }

    private final OkHttpClient client;
    private final URL url;
    private final Request.Builder request;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private String method = "GET";
    private @Nullable Response response;

    OkConnection(OkHttpClient client, URL url) {
        this.client = client;
        this.url = url;
        this.request = new Request.Builder().url(url);
    }

    private Response response() throws IOException {
        Response known = response;
        if (known == null) {
            boolean posts = method.equals("POST");
            request.method(method, posts ? RequestBody.create(body.toByteArray(), null) : null);
            known = client.newCall(request.build()).execute();
            response = known;
        }
        return known;
    }

    @Override
    public int getResponseCode() throws IOException {
        return response().code();
    }

    @Override
    public URL getURL() {
        return url;
    }

    @Override
    public String getResponseMessage() throws IOException {
        return response().message();
    }

    @Override
    public Map<String, List<String>> getHeaderFields() {
        return response == null ? Map.of() : response.headers().toMultimap();
    }

    @Override
    public void setRequestProperty(String name, String value) {
        request.header(name, value);
    }

    @Override
    public void setRequestMethod(String name) {
        method = name;
    }

    @Override
    public void setUseCaches(boolean use) {
        // The client has no cache.
    }

    @Override
    public void setConnectTimeout(int millis) {
        // The client's own counts.
    }

    @Override
    public void setReadTimeout(int millis) {
        // The client's own counts.
    }

    @Override
    public @Nullable String getContentType() {
        return getHeaderField("Content-Type");
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return response().body().byteStream();
    }

    @Override
    public @Nullable String getHeaderField(String name) {
        return response == null ? null : response.header(name);
    }

    @Override
    public List<String> getHeaderFields(String name) {
        return response == null ? List.of() : response.headers(name);
    }

    @Override
    public int getContentLength() {
        return response == null ? -1 : (int) response.body().contentLength();
    }

    @Override
    public void setInstanceFollowRedirects(boolean follow) {
        // The client follows none.
    }

    @Override
    public void setDoOutput(boolean output) {
        // Told by the method.
    }

    @Override
    public void setFixedLengthStreamingMode(int length) {
        // What is sent is small: it is kept until it is complete.
    }

    @Override
    public void setChunkedStreamingMode(int length) {
        // As above.
    }

    @Override
    public OutputStream getOutputStream() {
        return body;
    }

    @Override
    public String getRequestMethod() {
        return method;
    }

    @Override
    public boolean usingProxy() {
        return false;
    }

    @Override
    public void connect() throws IOException {
        response();
    }

    @Override
    public void configure(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
            throws KeyManagementException {
        throw new KeyManagementException("TLS is set up by the connection's own options");
    }

    @Override
    public void setHostnameVerifier(HostnameVerifier verifier) throws KeyManagementException {
        throw new KeyManagementException("TLS is set up by the connection's own options");
    }
}
