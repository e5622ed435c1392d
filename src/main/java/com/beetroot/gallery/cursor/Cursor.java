package com.beetroot.gallery.cursor;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * Encodes a position in a list as a cursor: base64url of a version, a checksum and the position.
 *
 * <p>The checksum covers the list that the position belongs to (the operation, and the person if there is one), so a
 * damaged cursor or one of another list is rejected. The checksum is not secret: somebody who forges a cursor can only
 * choose where to start in the same list.
 */
public final class Cursor {

    /** The contract's limit for a cursor, in characters. */
    static final int MAX_LENGTH = 1_024;

    private static final int VERSION = 1;
    private static final int CHECKSUM_BYTES = 8;
    /** The most bytes of a position: the bytes that fit into the limit as base64url, less version and checksum. */
    public static final int MAX_POSITION_BYTES = MAX_LENGTH * 3 / 4 - 1 - CHECKSUM_BYTES;

    private Cursor() {}

    @FunctionalInterface
    public interface Writer {
        void write(DataOutput out) throws IOException;
    }

    @FunctionalInterface
    public interface Reader<T> {
        T read(DataInput in) throws IOException;
    }

    public static String encode(String listing, Writer position) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            position.write(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] body = bytes.toByteArray();
        byte[] raw = new byte[1 + CHECKSUM_BYTES + body.length];
        raw[0] = VERSION;
        System.arraycopy(sha256(listing.getBytes(StandardCharsets.UTF_8), body), 0, raw, 1, CHECKSUM_BYTES);
        System.arraycopy(body, 0, raw, 1 + CHECKSUM_BYTES, body.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(raw);
    }

    /**
     * Returns the position that a cursor holds.
     *
     * @throws InvalidCursorException if this is not a cursor of that list
     */
    public static <T> T decode(String listing, String cursor, Reader<T> position) {
        if (cursor.length() > MAX_LENGTH) {
            throw new InvalidCursorException();
        }
        try {
            byte[] raw = Base64.getUrlDecoder().decode(cursor);
            // Base64 decoding drops spare bits. A cursor with other spare bits is not the one that was issued.
            if (raw.length <= 1 + CHECKSUM_BYTES
                    || raw[0] != VERSION
                    || !Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(raw)
                            .equals(cursor)) {
                throw new InvalidCursorException();
            }
            byte[] body = Arrays.copyOfRange(raw, 1 + CHECKSUM_BYTES, raw.length);
            byte[] sum = sha256(listing.getBytes(StandardCharsets.UTF_8), body);
            if (!Arrays.equals(raw, 1, 1 + CHECKSUM_BYTES, sum, 0, CHECKSUM_BYTES)) {
                throw new InvalidCursorException();
            }
            return position.read(new DataInputStream(new ByteArrayInputStream(body)));
        } catch (IllegalArgumentException | IOException notACursor) {
            throw new InvalidCursorException();
        }
    }

    /** Returns the SHA-256 of the parts, each preceded by its length. */
    static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(Integer.toString(part.length).getBytes(StandardCharsets.US_ASCII));
                digest.update((byte) ':');
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256.", e);
        }
    }
}
