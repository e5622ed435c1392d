package com.beetroot.gallery.photos;

import com.beetroot.gallery.cursor.InvalidCursorException;
import com.beetroot.gallery.cursor.Page;
import com.beetroot.gallery.dynamodb.AttributeWarnings;
import com.beetroot.gallery.dynamodb.DynamoDbReader;
import com.beetroot.gallery.dynamodb.ItemAttributes;
import com.beetroot.gallery.dynamodb.ReadBudget;
import com.beetroot.gallery.dynamodb.Tables;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** Reads the photos that people appear in. */
@Singleton
public final class PhotoRepository {

    private static final String ATTRIBUTES = "photoId, photoBucket, photoKey, thumbKey";

    private final DynamoDbReader reader;
    private final String table;
    private final AttributeWarnings warnings;
    private final PhotoLocations locations;

    public PhotoRepository(DynamoDbClient dynamoDb, Tables tables) {
        this.reader = new DynamoDbReader(dynamoDb);
        this.table = tables.occurrences();
        this.warnings = new AttributeWarnings(table);
        this.locations = new PhotoLocations(reader, tables);
    }

    /**
     * Returns one page of a person's photo list, in the order of the occurrences' sort key. An unknown person has no
     * photos.
     *
     * <p>Leaves out occurrences without a photo, and those without a complete location whose photo does not exist, so a
     * page may be short or empty even if more follow.
     *
     * @param limit the most occurrences to read
     * @param cursor the {@code nextCursor} of the previous page; null for the first page
     * @throws InvalidCursorException if the cursor does not belong to this person's photo list
     * @throws LibraryUnavailableException if DynamoDB does not answer within the budget
     * @throws LibraryMisconfiguredException if DynamoDB rejects a call for good
     */
    public Page<PhotoItem> list(String personId, int limit, @Nullable String cursor, ReadBudget budget) {
        Occurrences read = read(personId, limit, PhotoPosition.of(personId, cursor), budget);
        return new Page<>(
                located(read.items(), budget),
                read.lastKey().isEmpty() ? null : PhotoPosition.cursorAfter(personId, read.lastKey()));
    }

    /**
     * Returns a photo of the person's photo list; empty if the list does not have it.
     *
     * <p>Reads the person's occurrences up to that photo, 1 MB a call: the sort key's name and value are unknown, so no
     * single read leads to one occurrence. The table of photos would be one read, but it says nothing about people, and
     * it also has photos that no list shows. Throws as {@link #list} does.
     */
    public Optional<PhotoItem> find(String personId, String photoId, ReadBudget budget) {
        Map<String, AttributeValue> values = new HashMap<>(
                Map.of(":personId", AttributeValue.fromS(personId), ":text", AttributeValue.fromS(photoId)));
        boolean number = ItemAttributes.isNumber(photoId);
        if (number) {
            values.put(":number", AttributeValue.fromN(photoId));
        }
        QueryRequest.Builder request = QueryRequest.builder()
                .tableName(table)
                .keyConditionExpression("personId = :personId")
                .filterExpression(number ? "photoId = :text OR photoId = :number" : "photoId = :text")
                .expressionAttributeValues(values)
                .projectionExpression(ATTRIBUTES);
        Optional<PhotoItem> found;
        Occurrences part;
        do {
            part = query(request, budget);
            found = located(part.items(), budget).stream().findFirst();
            request.exclusiveStartKey(part.lastKey());
        } while (found.isEmpty() && !part.lastKey().isEmpty());
        return found;
    }

    /** The raw items, and the key of the last item if more follow. */
    private record Occurrences(List<Map<String, AttributeValue>> items, Map<String, AttributeValue> lastKey) {}

    private Occurrences read(String personId, int limit, @Nullable PhotoPosition from, ReadBudget budget) {
        QueryRequest.Builder request = QueryRequest.builder()
                .tableName(table)
                .keyConditionExpression("personId = :personId")
                .expressionAttributeValues(Map.of(":personId", AttributeValue.fromS(personId)))
                .projectionExpression(ATTRIBUTES)
                .limit(limit);
        if (from == null) {
            return query(request, budget);
        }
        request.exclusiveStartKey(from.startKey(personId));
        try {
            return from.value().isWhole() ? query(request, budget) : readAfterCutKey(request, limit, from, budget);
        } catch (DynamoDbReader.InvalidRequestException notAKeyOfThisTable) {
            throw new InvalidCursorException();
        }
    }

    private Occurrences query(QueryRequest.Builder request, ReadBudget budget) {
        QueryResponse response = reader.query(request, budget);
        return new Occurrences(response.items(), response.lastEvaluatedKey());
    }

    /**
     * Continues from a cursor that holds only the beginning of a long sort key: reads on from there, and drops what the
     * previous page showed.
     */
    private Occurrences readAfterCutKey(
            QueryRequest.Builder request, int limit, PhotoPosition from, ReadBudget budget) {
        request.projectionExpression(ATTRIBUTES + ", personId, #sortKey")
                .expressionAttributeNames(Map.of("#sortKey", from.sortKey()));
        List<Map<String, AttributeValue>> sharing = new ArrayList<>();
        List<Map<String, AttributeValue>> following = new ArrayList<>();
        Occurrences part;
        do {
            part = query(request, budget);
            for (Map<String, AttributeValue> item : part.items()) {
                (from.value().isBeginningOf(from.sortKeyOf(item)) ? sharing : following).add(item);
            }
            request.exclusiveStartKey(part.lastKey());
        } while (following.isEmpty() && !part.lastKey().isEmpty());

        List<Map<String, AttributeValue>> items = new ArrayList<>(from.value().after(sharing, from::sortKeyOf));
        items.addAll(following);
        if (items.size() <= limit) {
            return new Occurrences(items, part.lastKey());
        }
        Map<String, AttributeValue> last = items.get(limit - 1);
        return new Occurrences(
                items.subList(0, limit),
                Map.of("personId", last.get("personId"), from.sortKey(), last.get(from.sortKey())));
    }

    /** Returns the occurrences as photos, with missing locations looked up. */
    private List<PhotoItem> located(List<Map<String, AttributeValue>> occurrences, ReadBudget budget) {
        List<PhotoItem> photos = new ArrayList<>(occurrences.size());
        for (Map<String, AttributeValue> attributes : occurrences) {
            ItemAttributes item = new ItemAttributes(attributes, warnings);
            String photoId = item.text("photoId");
            if (photoId != null) {
                photos.add(new PhotoItem(
                        photoId,
                        new ObjectLocation(item.text("photoBucket"), item.text("photoKey")),
                        item.text("thumbKey")));
            }
        }
        Set<String> missing = photos.stream()
                .filter(photo -> !photo.location().isComplete())
                .map(PhotoItem::photoId)
                .collect(Collectors.toSet());
        if (missing.isEmpty()) {
            return photos;
        }
        Map<String, ObjectLocation> found = locations.find(missing, budget);
        List<PhotoItem> located = new ArrayList<>(photos.size());
        for (PhotoItem photo : photos) {
            ObjectLocation known = found.get(photo.photoId());
            if (photo.location().isComplete()) {
                located.add(photo);
            } else if (known != null) {
                located.add(new PhotoItem(photo.photoId(), photo.location().orElse(known), photo.thumbKey()));
            }
        }
        return located;
    }
}
