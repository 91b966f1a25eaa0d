package dev.drawbridge.analytics.history;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** Larger content kept once under its SHA-256, compressed. */
final class KeptBytes {
    private KeptBytes() {}

    static String keep(Connection c, byte[] content) throws SQLException {
        String sha256 = sha256(content);
        try (PreparedStatement p =
                c.prepareStatement(
                        "INSERT OR IGNORE INTO kept_bytes (sha256, length, deflated) VALUES (?, ?, ?)")) {
            p.setString(1, sha256);
            p.setLong(2, content.length);
            p.setBytes(3, deflate(content));
            p.executeUpdate();
        }
        return sha256;
    }

    /** The bytes, which are what their name says: anything else is damage. */
    static byte[] read(Connection c, String sha256) throws SQLException {
        try (PreparedStatement p =
                c.prepareStatement("SELECT length, deflated FROM kept_bytes WHERE sha256 = ?")) {
            p.setString(1, sha256);
            try (ResultSet r = p.executeQuery()) {
                if (!r.next()) {
                    throw damaged(sha256, "is not there");
                }
                byte[] content = inflate(sha256, r.getBytes(2), r.getInt(1));
                if (!sha256(content).equals(sha256)) {
                    throw damaged(sha256, "is not what its name says");
                }
                return content;
            }
        }
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] deflate(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length / 4 + 64);
        try (DeflaterOutputStream deflating = new DeflaterOutputStream(out)) {
            deflating.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] inflate(String sha256, byte[] deflated, int length) {
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(deflated))) {
            return in.readNBytes(length);
        } catch (IOException e) {
            throw damaged(sha256, "can't be unpacked");
        }
    }

    private static HistoryException damaged(String sha256, String why) {
        return new HistoryException(
                HistoryException.Kind.UNREADABLE,
                "The history's copy of the gate input "
                        + sha256
                        + " "
                        + why
                        + "; this judgement can't be replayed from it: fetch it again with `history sync`.",
                null);
    }
}
