package com.beetroot.gallery.photos;

import com.beetroot.gallery.cursor.Cursor;
import com.beetroot.gallery.cursor.CursorKey;
import com.beetroot.gallery.cursor.InvalidCursorException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A position in a person's photo list, just after one occurrence.
 *
 * @param sortKey the name of the table's sort key, which only DynamoDB's responses reveal
 * @param type the sort key's type: S, N or B
 * @param value the occurrence's sort key
 */
record PhotoPosition(String sortKey, char type, CursorKey value) {

    private static final Set<Character> TYPES = Set.of('S', 'N', 'B');

    private static String listing(String personId) {
        return "photos/" + personId;
    }

    /** Returns the cursor that continues after DynamoDB's last evaluated key. */
    static String cursorAfter(String personId, Map<String, AttributeValue> lastKey) {
        Map.Entry<String, AttributeValue> key = lastKey.entrySet().stream()
                .filter(attribute -> !attribute.getKey().equals("personId"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The occurrences table has no sort key."));
        char type = key.getValue().n() != null ? 'N' : key.getValue().s() != null ? 'S' : 'B';
        return Cursor.encode(listing(personId), out -> {
            out.writeUTF(key.getKey());
            out.writeChar(type);
            int room = Cursor.MAX_POSITION_BYTES - key.getKey().getBytes(StandardCharsets.UTF_8).length - 4;
            CursorKey.of(bytes(key.getValue()), type == 'S', room).write(out);
        });
    }

    static @Nullable PhotoPosition of(String personId, @Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        PhotoPosition position = Cursor.decode(
                listing(personId), cursor, in -> new PhotoPosition(in.readUTF(), in.readChar(), CursorKey.read(in)));
        if (!TYPES.contains(position.type) || position.sortKey.equals("personId")) {
            throw new InvalidCursorException();
        }
        return position;
    }

    /** Returns the key after which DynamoDB continues. Its partition is the requested person, never the cursor's. */
    Map<String, AttributeValue> startKey(String personId) {
        return Map.of(
                "personId",
                AttributeValue.fromS(personId),
                sortKey,
                switch (type) {
                    case 'S' -> AttributeValue.fromS(new String(value.beginning(), StandardCharsets.UTF_8));
                    case 'N' -> AttributeValue.fromN(new String(value.beginning(), StandardCharsets.UTF_8));
                    default -> AttributeValue.fromB(SdkBytes.fromByteArray(value.beginning()));
                });
    }

    byte[] sortKeyOf(Map<String, AttributeValue> item) {
        return bytes(Objects.requireNonNull(item.get(sortKey)));
    }

    private static byte[] bytes(AttributeValue value) {
        String text = value.n() != null ? value.n() : value.s();
        return text != null ? text.getBytes(StandardCharsets.UTF_8) : value.b().asByteArray();
    }
}
