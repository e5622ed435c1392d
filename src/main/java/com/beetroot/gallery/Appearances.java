package com.beetroot.gallery;

import io.micronaut.core.annotation.Nullable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** The photos that people appear in. */
public final class Appearances {

    private static final String ATTRIBUTES = "photoId, photoBucket, photoKey, thumbKey";

    private final Reads reads;
    private final String table;
    private final PhotoLocations locations;

    public Appearances(DynamoDbClient dynamoDb, Tables tables) {
        this.reads = new Reads(dynamoDb);
        this.table = tables.occurrences();
        this.locations = new PhotoLocations(reads, tables);
    }

    /**
     * One page of the photos of a person, in the order of the occurrences' sort key; none for an unknown person.
     *
     * <p>Left out are occurrences without a photo, and those without a complete location whose photo does not exist, so
     * a page may be short, or empty, and yet lead on.
     *
     * @param limit the most occurrences to read
     * @param cursor the {@code nextCursor} of the page before, null for the first page
     * @throws InvalidCursorException where the cursor is not one of this person's listing
     * @throws LibraryUnavailableException where DynamoDB does not answer in the time of the reading
     * @throws LibraryMisconfiguredException where DynamoDB refuses
     */
    public Page<PhotoItem> list(String personId, int limit, @Nullable String cursor, Reading reading) {
        Occurrences read = read(personId, limit, PhotoPosition.of(personId, cursor), reading);
        return new Page<>(
                located(read.items(), reading),
                read.lastKey().isEmpty() ? null : PhotoPosition.cursorAfter(personId, read.lastKey()));
    }

    /** Raw items, and the key of the last one where more follow. */
    private record Occurrences(List<Map<String, AttributeValue>> items, Map<String, AttributeValue> lastKey) {}

    private Occurrences read(String personId, int limit, @Nullable PhotoPosition from, Reading reading) {
        QueryRequest.Builder request = QueryRequest.builder()
                .tableName(table)
                .keyConditionExpression("personId = :personId")
                .expressionAttributeValues(Map.of(":personId", AttributeValue.fromS(personId)))
                .projectionExpression(ATTRIBUTES)
                .limit(limit);
        if (from == null) {
            return query(request, reading);
        }
        request.exclusiveStartKey(from.startKey(personId));
        try {
            return from.value().isWhole() ? query(request, reading) : readAfterCutKey(request, limit, from, reading);
        } catch (Reads.InvalidRequestException notAKeyOfThisTable) {
            throw new InvalidCursorException();
        }
    }

    private Occurrences query(QueryRequest.Builder request, Reading reading) {
        QueryResponse response = reads.query(request, reading);
        return new Occurrences(response.items(), response.lastEvaluatedKey());
    }

    /**
     * The cursor holds only the beginning of a long sort key: reads on from there, and drops what the page before
     * showed.
     */
    private Occurrences readAfterCutKey(QueryRequest.Builder request, int limit, PhotoPosition from, Reading reading) {
        request.projectionExpression(ATTRIBUTES + ", personId, #sortKey")
                .expressionAttributeNames(Map.of("#sortKey", from.sortKey()));
        List<Map<String, AttributeValue>> sharing = new ArrayList<>();
        List<Map<String, AttributeValue>> following = new ArrayList<>();
        Occurrences part;
        do {
            part = query(request, reading);
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

    /** The occurrences as photos, with missing locations looked up. */
    private List<PhotoItem> located(List<Map<String, AttributeValue>> occurrences, Reading reading) {
        List<PhotoItem> photos = new ArrayList<>(occurrences.size());
        for (Map<String, AttributeValue> attributes : occurrences) {
            Item item = new Item(attributes);
            if (item.text("photoId") != null) {
                photos.add(new PhotoItem(
                        item.text("photoId"),
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
        Map<String, ObjectLocation> found = locations.find(missing, reading);
        return photos.stream()
                .filter(photo -> photo.location().isComplete() || found.containsKey(photo.photoId()))
                .map(photo -> photo.location().isComplete()
                        ? photo
                        : new PhotoItem(
                                photo.photoId(), photo.location().orElse(found.get(photo.photoId())), photo.thumbKey()))
                .toList();
    }
}
