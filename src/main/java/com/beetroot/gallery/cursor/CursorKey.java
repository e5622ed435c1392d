package com.beetroot.gallery.cursor;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * A key's bytes in a cursor: all of them or, if they do not fit into the cursor, their beginning and a digest.
 *
 * <p>DynamoDB allows partition keys of 2,048 bytes and sort keys of 1,024 bytes. In base64, both are longer than a
 * cursor.
 *
 * @param beginning the whole key, or as much of it as there is room for
 * @param digest the digest of the whole key if {@code beginning} is only a part of it; empty otherwise
 */
public record CursorKey(byte[] beginning, byte[] digest) {

    private static final int DIGEST_BYTES = 16;
    /** The bytes that are written in addition to the beginning: two lengths and the digest. */
    private static final int OVERHEAD_BYTES = 2 + 1 + DIGEST_BYTES;

    /** Returns a key that is written in at most {@code room} bytes. Text is cut between characters. */
    public static CursorKey of(byte[] key, boolean text, int room) {
        if (key.length + OVERHEAD_BYTES <= room) {
            return new CursorKey(key, new byte[0]);
        }
        int end = room - OVERHEAD_BYTES;
        while (text && (key[end] & 0xC0) == 0x80) {
            end--;
        }
        return new CursorKey(Arrays.copyOf(key, end), digest(key));
    }

    public static CursorKey read(DataInput in) throws IOException {
        byte[] beginning = new byte[in.readUnsignedShort()];
        in.readFully(beginning);
        byte[] digest = new byte[in.readUnsignedByte()];
        in.readFully(digest);
        return new CursorKey(beginning, digest);
    }

    public void write(DataOutput out) throws IOException {
        out.writeShort(beginning.length);
        out.write(beginning);
        out.writeByte(digest.length);
        out.write(digest);
    }

    public boolean isWhole() {
        return digest.length == 0;
    }

    public boolean isBeginningOf(byte[] key) {
        return key.length >= beginning.length
                && Arrays.equals(key, 0, beginning.length, beginning, 0, beginning.length);
    }

    /**
     * Returns the items that follow this key, from ordered items whose keys all share its beginning. If the item with
     * this key no longer exists, its position is unknown and all of them are returned: it is better to show an item
     * twice than to lose one.
     */
    public <T> List<T> after(List<T> ordered, Function<T, byte[]> key) {
        for (int i = 0; i < ordered.size(); i++) {
            if (Arrays.equals(digest(key.apply(ordered.get(i))), digest)) {
                return ordered.subList(i + 1, ordered.size());
            }
        }
        return ordered;
    }

    private static byte[] digest(byte[] key) {
        return Arrays.copyOf(Cursor.sha256(key), DIGEST_BYTES);
    }
}
