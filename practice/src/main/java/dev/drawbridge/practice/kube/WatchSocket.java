package dev.drawbridge.practice.kube;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The server's side of a web socket (RFC 6455) on which a watch is told: text out, and of what
 * comes in only pings and the close are heard. One thread may write while another listens.
 */
final class WatchSocket {
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int LARGEST_FRAME = 64 * 1024;

    private final DataInputStream in;
    private final OutputStream out;
    private final ReentrantLock writing = new ReentrantLock();

    WatchSocket(InputStream in, OutputStream out) {
        this.in = new DataInputStream(in);
        this.out = out;
    }

    /** What proves to the client that its key was understood. */
    static String accept(String key) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-1")
                            .digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(
                    "This Java has no SHA-1, which web sockets ask for.", e);
        }
    }

    void text(byte[] message) throws IOException {
        frame(TEXT, message);
    }

    /** 1000: ended as it should. */
    void close() throws IOException {
        frame(CLOSE, new byte[] {0x03, (byte) 0xe8});
    }

    private void frame(int opcode, byte[] payload) throws IOException {
        writing.lock();
        try {
            out.write(0x80 | opcode);
            if (payload.length < 126) {
                out.write(payload.length);
            } else if (payload.length < 65_536) {
                out.write(126);
                out.write(payload.length >>> 8);
                out.write(payload.length);
            } else {
                out.write(127);
                for (int shift = 56; shift >= 0; shift -= 8) {
                    out.write((int) ((long) payload.length >>> shift));
                }
            }
            out.write(payload);
            out.flush();
        } finally {
            writing.unlock();
        }
    }

    /** Answers pings until the client closes. */
    void listen() throws IOException {
        while (true) {
            int opcode = in.readUnsignedByte() & 0x0f;
            int second = in.readUnsignedByte();
            int length = second & 0x7f;
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127 || (second & 0x80) == 0) {
                throw new IOException("a client's frame is too large, or isn't masked");
            }
            if (length > LARGEST_FRAME) {
                throw new IOException("a client's frame is too large");
            }
            byte[] mask = new byte[4];
            in.readFully(mask);
            byte[] payload = new byte[length];
            in.readFully(payload);
            for (int i = 0; i < length; i++) {
                payload[i] ^= mask[i % 4];
            }
            if (opcode == CLOSE) {
                return;
            }
            if (opcode == PING) {
                frame(PONG, payload);
            }
        }
    }
}
