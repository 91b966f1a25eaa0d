package dev.drawbridge.practice.kube;

import com.sun.net.httpserver.HttpHandler;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP/1.1 over TLS on a free port of loopback, one virtual thread a connection. The JDK's own
 * server would do, but that it writes the machine's time into every {@code Date} header, and here
 * it is world time.
 */
final class HttpListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);
    private static final int BACKLOG = 200;

    private final SSLServerSocket server;
    private final ExecutorService threads;
    private final HttpHandler handler;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    HttpListener(SSLContext tls, ExecutorService threads, HttpHandler handler) throws IOException {
        this.threads = threads;
        this.handler = handler;
        this.server =
                (SSLServerSocket)
                        tls.getServerSocketFactory()
                                .createServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                threads.execute(() -> serve(socket));
            } catch (SocketException e) {
                LOG.debug("The listener on port {} ends.", port(), e);
                return;
            } catch (IOException e) {
                LOG.warn("A connection to port {} was lost at once.", port(), e);
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = new BufferedOutputStream(socket.getOutputStream());
            boolean another = true;
            while (another) {
                Optional<SocketExchange> exchange = SocketExchange.read(socket, in, out);
                if (exchange.isEmpty()) {
                    return;
                }
                handler.handle(exchange.get());
                another = exchange.get().finish();
            }
        } catch (SSLException | SocketException e) {
            LOG.debug("A client of port {} went away.", port(), e);
        } catch (IOException e) {
            LOG.debug("A connection to port {} ended: {}", port(), e.getMessage());
        } finally {
            open.remove(socket);
        }
    }

    /** Ends all connections too. */
    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
