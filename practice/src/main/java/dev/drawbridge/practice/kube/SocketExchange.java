package dev.drawbridge.practice.kube;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request and its answer on a connection (RFC 9112). For one thread. */
final class SocketExchange extends HttpExchange {
    private static final int LONGEST_LINE = 16 * 1024;
    private static final int MOST_HEADERS = 200;
    private static final int LARGEST_BODY = 4 * 1024 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final String method;
    private final URI uri;
    private final Headers requestHeaders;
    private final Headers responseHeaders = new Headers();
    private InputStream body;
    private @Nullable OutputStream responseBody;
    private int code = -1;
    private boolean chunked;
    private boolean upgraded;

    private SocketExchange(
            Socket socket,
            InputStream in,
            OutputStream out,
            String method,
            URI uri,
            Headers headers,
            byte[] body) {
        this.socket = socket;
        this.in = in;
        this.out = out;
        this.method = method;
        this.uri = uri;
        this.requestHeaders = headers;
        this.body = new ByteArrayInputStream(body);
    }

    /**
     * The next request; empty where the client has ended.
     *
     * @throws IOException if what it sends isn't HTTP
     */
    static Optional<SocketExchange> read(Socket socket, InputStream in, OutputStream out)
            throws IOException {
        String line = line(in);
        if (line == null) {
            return Optional.empty();
        }
        String[] parts = line.split(" ");
        if (parts.length != 3 || !parts[2].startsWith("HTTP/1.")) {
            throw new IOException("not a request: " + line);
        }
        Headers headers = new Headers();
        for (int i = 0; i <= MOST_HEADERS; i++) {
            String header = line(in);
            if (header == null || i == MOST_HEADERS) {
                throw new IOException("a request without an end of its headers");
            }
            if (header.isEmpty()) {
                break;
            }
            int colon = header.indexOf(':');
            if (colon <= 0) {
                throw new IOException("not a header: " + header);
            }
            headers.add(header.substring(0, colon), header.substring(colon + 1).strip());
        }
        try {
            URI uri = new URI(parts[1]);
            return Optional.of(
                    new SocketExchange(socket, in, out, parts[0], uri, headers, body(in, headers)));
        } catch (URISyntaxException e) {
            throw new IOException("not a path: " + parts[1], e);
        }
    }

    private static @Nullable String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return null;
            }
            if (line.size() > LONGEST_LINE) {
                throw new IOException("a line of a request is too long");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    private static byte[] body(InputStream in, Headers headers) throws IOException {
        if ("chunked".equalsIgnoreCase(headers.getFirst("Transfer-Encoding"))) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
                if (all.size() + size > LARGEST_BODY) {
                    throw new IOException("the body of a request is too large");
                }
                all.write(exactly(in, size));
                line(in);
            }
            line(in);
            return all.toByteArray();
        }
        String length = headers.getFirst("Content-Length");
        return length == null ? new byte[0] : exactly(in, number(length, 10));
    }

    private static int chunkSize(InputStream in) throws IOException {
        String line = line(in);
        return number(line == null ? "" : line.split(";")[0].strip(), 16);
    }

    private static int number(String text, int radix) throws IOException {
        try {
            int size = Integer.parseInt(text, radix);
            if (size >= 0 && size <= LARGEST_BODY) {
                return size;
            }
        } catch (NumberFormatException e) {
            throw new IOException("not a size: " + text, e);
        }
        throw new IOException("the body of a request is too large: " + text);
    }

    private static byte[] exactly(InputStream in, int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new IOException("the body of a request is cut off");
        }
        return bytes;
    }

    /** A length of 0 means that it isn't known yet, -1 that there is no body. */
    @Override
    public void sendResponseHeaders(int status, long length) throws IOException {
        code = status;
        chunked = length == 0;
        if (chunked) {
            responseHeaders.set("Transfer-Encoding", "chunked");
        } else {
            responseHeaders.set("Content-Length", Long.toString(Math.max(0, length)));
        }
        StringBuilder head = new StringBuilder("HTTP/1.1 %d \r\n".formatted(status));
        responseHeaders.forEach((name, values) ->
                values.forEach(
                        value -> head.append(name).append(": ").append(value).append("\r\n")));
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        responseBody = chunked ? new Chunks(out) : out;
    }

    /** Writes each write as a chunk. */
    private static final class Chunks extends OutputStream {
        private final OutputStream out;

        private Chunks(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int single) throws IOException {
            write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (length > 0) {
                out.write("%x\r\n".formatted(length).getBytes(StandardCharsets.ISO_8859_1));
                out.write(bytes, from, length);
                out.write("\r\n".getBytes(StandardCharsets.ISO_8859_1));
            }
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }
    }

    /** Turns the connection into a web socket, for good. */
    WatchSocket upgrade(String key) throws IOException {
        String head =
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n"
                        .formatted(WatchSocket.accept(key));
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        upgraded = true;
        return new WatchSocket(in, out);
    }

    /** Ends the connection. */
    void abort() throws IOException {
        socket.close();
    }

    /** Ends the answer, and says whether the connection may take another request. */
    boolean finish() throws IOException {
        if (code < 0 || upgraded) {
            return false;
        }
        if (chunked) {
            out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        }
        out.flush();
        return !"close".equalsIgnoreCase(requestHeaders.getFirst("Connection"));
    }

    @Override
    public OutputStream getResponseBody() {
        if (responseBody == null) {
            throw new IllegalStateException("The headers come first.");
        }
        return responseBody;
    }

    @Override
    public Headers getRequestHeaders() {
        return requestHeaders;
    }

    @Override
    public Headers getResponseHeaders() {
        return responseHeaders;
    }

    @Override
    public URI getRequestURI() {
        return uri;
    }

    @Override
    public String getRequestMethod() {
        return method;
    }

    @Override
    public InputStream getRequestBody() {
        return body;
    }

    @Override
    public int getResponseCode() {
        return code;
    }

    @Override
    public InetSocketAddress getRemoteAddress() {
        return (InetSocketAddress) socket.getRemoteSocketAddress();
    }

    @Override
    public InetSocketAddress getLocalAddress() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    @Override
    public String getProtocol() {
        return "HTTP/1.1";
    }

    /** The connection stays; {@link #finish} ends the answer. */
    @Override
    public void close() {}

    @Override
    public HttpContext getHttpContext() {
        throw new UnsupportedOperationException("There are no contexts here.");
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        return null;
    }

    @Override
    public void setAttribute(String name, Object value) {
        throw new UnsupportedOperationException("There are no attributes here.");
    }

    @Override
    public void setStreams(InputStream in, OutputStream answer) {
        body = in;
        responseBody = answer;
    }

    @Override
    public @Nullable HttpPrincipal getPrincipal() {
        return null;
    }
}
