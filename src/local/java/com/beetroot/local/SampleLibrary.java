package com.beetroot.local;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * A realistic photo library, the same at every start: people with a long tail of photo counts, and the gaps and
 * oddities that a real pipeline leaves.
 */
public final class SampleLibrary {

    public static final String PERSONS = "Persons";
    public static final String OCCURRENCES = "Occurrences";
    public static final String PHOTOS = "Photos";
    public static final String THUMBS_BUCKET = "beetroot-thumbs";
    public static final String RAW_BUCKET = "beetroot-raw";
    public static final String PREVIEWS_BUCKET = "beetroot-previews";

    private static final String INDEX = "grid";
    private static final String INDEX_KEY = "gridShard";
    private static final List<String> INDEX_SHARDS = List.of("0", "1");

    /** The person with the most photos. Her occurrences contain one of each oddity. */
    public static final String MOST_PHOTOGRAPHED = "anna";
    /** A person without {@code repThumbKey}. */
    public static final String WITHOUT_THUMB_KEY = "quentin";
    /** A person with an empty {@code repThumbKey}. */
    public static final String WITH_EMPTY_THUMB_KEY = "xenia";
    /** A person without {@code photoCount} and without photos. */
    public static final String WITHOUT_COUNT = "newcomer";
    /** A photo in {@code Photos} that has no location. */
    public static final String UNPLACED_PHOTO = "photo-9001";
    /** A photo that only {@code Occurrences} mentions. */
    public static final String ORPHANED_PHOTO = "photo-9002";

    private static final long SEED = 20_240_607;
    private static final int MOST_PHOTOS = 420;
    private static final int PHOTO_COUNT = 460;
    private static final List<String> NAMES =
            List.of(("anna ben carla david elif finn greta hassan ida jonas kim lena mateo nora oskar paula "
                            + "quentin rosa samir tilda ulrich valentina wanda xenia yusuf zoë alma bruno chidi "
                            + "dora emil fatima gustav hanna ivan jürgen karla liam mira nils olga pablo renée "
                            + "sofia theo ursula victor wilma yara zeno amélie bjørn clara diego esther felix "
                            + "gloria henrik inês jakob kofi lucía malik nele otto priya ravi selma tomás")
                    .split(" "));
    /** Realistic file names with characters that must be encoded in a URL. */
    private static final List<String> ODD_NAMES = List.of(
            "Sommer am See",
            "Mum + Dad",
            "100% fun",
            "Straße nach Łódź",
            "café & cake",
            "birthday #40",
            "qué? sí!",
            "日本の春");

    private final LocalAws parts;
    private final Size size;

    /**
     * The size of a library. Beyond the usual size, further people and photos reuse existing pictures under their own
     * names, so that a large library is ready in seconds.
     *
     * @param people the number of people, not counting {@link #WITHOUT_COUNT}
     * @param photos the number of photos of {@link #MOST_PHOTOGRAPHED}, not counting the one without location; nobody
     *     has more
     */
    public record Size(int people, int photos) {

        public static final Size USUAL = new Size(NAMES.size(), MOST_PHOTOS);
    }

    /**
     * A person in the sample library.
     *
     * @param face the person whose face pictures are used: this person, or the original of a double
     * @param photos the numbers of the photos that the person appears in; numbers from {@link #PHOTO_COUNT} on are
     *     copies
     */
    private record Sitter(String personId, String face, FaceFeatures look, List<Integer> photos) {

        Sitter with(List<Integer> others) {
            return new Sitter(personId, face, look, others);
        }

        /** Returns a person who looks the same and is in at most three of the photos. */
        Sitter doubled(int rank) {
            return new Sitter(
                    personId + "-" + (rank / NAMES.size() + 1),
                    face,
                    look,
                    photos.subList(0, Math.min(photos.size(), 1 + rank % 3)));
        }
    }

    private SampleLibrary(LocalAws parts, Size size) {
        this.parts = parts;
        this.size = size;
    }

    /**
     * Returns the settings that make the function read this library.
     *
     * @param index true to read the people grid from the index of the persons table, false to scan
     */
    public static Map<String, String> settings(boolean index) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "THUMBS_BUCKET",
                THUMBS_BUCKET,
                "PERSONS_TABLE",
                PERSONS,
                "OCCURRENCES_TABLE",
                OCCURRENCES,
                "PHOTOS_TABLE",
                PHOTOS,
                "PREVIEWS",
                PREVIEWS_BUCKET + "/previews/"));
        if (index) {
            settings.put("PERSONS_INDEX", INDEX);
            settings.put("PERSONS_INDEX_KEY", INDEX_KEY);
            settings.put("PERSONS_INDEX_SHARDS", String.join(",", INDEX_SHARDS));
        }
        return settings;
    }

    /** Fills the tables and buckets with a library of the usual size, unless an earlier run did. */
    public static void fill(LocalAws parts) {
        fill(parts, Size.USUAL);
    }

    /** Fills the tables and buckets, unless an earlier run did. */
    public static void fill(LocalAws parts, Size size) {
        LocalDynamoDb dynamoDb = parts.dynamoDb();
        dynamoDb.createTable(OCCURRENCES, "personId", "occurrenceId", ScalarAttributeType.S);
        dynamoDb.createTable(PHOTOS, "photoId");
        dynamoDb.createPersonsTable(PERSONS, INDEX, INDEX_KEY);
        parts.s3().createBucket(THUMBS_BUCKET);
        parts.s3().createBucket(RAW_BUCKET);
        parts.s3().createBucket(PREVIEWS_BUCKET);
        // The people are written last: if there are any, the library is complete.
        if (dynamoDb.client()
                .scan(scan -> scan.tableName(PERSONS).limit(1))
                .items()
                .isEmpty()) {
            new SampleLibrary(parts, size).fill();
        }
    }

    private void fill() {
        List<Sitter> sitters = IntStream.range(0, Math.min(size.people(), NAMES.size()))
                .mapToObj(SampleLibrary::sitter)
                .toList();
        List<Sitter> all = IntStream.range(0, size.people())
                .mapToObj(rank -> sized(sitters.get(rank % sitters.size()), rank))
                .toList();
        List<Sitter> originals = all.subList(0, sitters.size());
        drawAndSend(() -> Stream.concat(
                        drawn(originals.stream()).<Runnable>map(photo -> () -> putPhoto(photo, originals)),
                        originals.stream().<Runnable>map(sitter -> () -> putFaces(sitter)))
                .parallel()
                .forEach(Runnable::run));

        write(
                PHOTOS,
                Stream.concat(
                        all.stream()
                                .flatMap(sitter -> sitter.photos().stream())
                                .distinct()
                                .map(photo -> item(Map.of(
                                        "photoId",
                                        photoId(photo),
                                        "s3Bucket",
                                        RAW_BUCKET,
                                        "s3Key",
                                        photoKey(photo),
                                        "gpsLatitude",
                                        "48.137"))),
                        Stream.of(item(Map.of("photoId", UNPLACED_PHOTO)))));
        write(OCCURRENCES, all.stream().flatMap(SampleLibrary::occurrences));
        write(
                PERSONS,
                Stream.concat(
                        all.stream().map(SampleLibrary::person), Stream.of(item(Map.of("personId", WITHOUT_COUNT)))));
    }

    private static Sitter sitter(int rank) {
        SplittableRandom random = new SplittableRandom(SEED + rank);
        FaceFeatures look = FaceFeatures.of(random);
        int count = (int) Math.max(1, Math.round(MOST_PHOTOS / Math.pow(rank + 1, 1.25)));
        TreeSet<Integer> photos = new TreeSet<>();
        while (photos.size() < count) {
            photos.add(random.nextInt(PHOTO_COUNT));
        }
        return new Sitter(NAMES.get(rank), NAMES.get(rank), look, List.copyOf(photos));
    }

    /**
     * Returns the person for the rank: the first has as many photos as requested, the others their own but no more than
     * the first, and doubles follow.
     */
    private Sitter sized(Sitter drawn, int rank) {
        List<Integer> photos = drawn.photos();
        if (rank == 0) {
            return drawn.with(IntStream.range(0, size.photos())
                    .mapToObj(i -> photos.get(i % photos.size()) + i / photos.size() * PHOTO_COUNT)
                    .toList());
        }
        Sitter original = drawn.with(photos.subList(0, Math.min(photos.size(), size.photos())));
        return rank < NAMES.size() ? original : original.doubled(rank);
    }

    private void putPhoto(int photo, List<Sitter> sitters) {
        List<FaceFeatures> shown = sitters.stream()
                .filter(sitter -> sitter.photos().contains(photo))
                .map(Sitter::look)
                .limit(5)
                .toList();
        parts.s3().put(RAW_BUCKET, photoKey(photo), Pictures.CONTENT_TYPE, Pictures.photo(shown, SEED * 31 + photo));
    }

    private void putFaces(Sitter sitter) {
        parts.s3().put(THUMBS_BUCKET, repThumbKey(sitter), Pictures.CONTENT_TYPE, Pictures.face(sitter.look(), 1));
        drawn(Stream.of(sitter))
                .forEach(photo -> parts.s3()
                        .put(
                                THUMBS_BUCKET,
                                thumbKey(sitter, photo),
                                Pictures.CONTENT_TYPE,
                                Pictures.face(sitter.look(), 0.8 + photo % 5 * 0.06)));
    }

    /** Returns the photos that the sitters appear in, without the copies. */
    private static Stream<Integer> drawn(Stream<Sitter> sitters) {
        return sitters.flatMap(sitter -> sitter.photos().stream())
                .map(photo -> photo % PHOTO_COUNT)
                .distinct();
    }

    private static Map<String, AttributeValue> person(Sitter sitter) {
        int unplaced = sitter.personId().equals(MOST_PHOTOGRAPHED) ? 1 : 0;
        Map<String, AttributeValue> person =
                item(Map.of("personId", sitter.personId(), "embedding", "not for clients"));
        person.put(
                INDEX_KEY,
                AttributeValue.fromS(
                        INDEX_SHARDS.get(Math.floorMod(sitter.personId().hashCode(), INDEX_SHARDS.size()))));
        person.put(
                "photoCount",
                AttributeValue.fromN(Integer.toString(sitter.photos().size() + unplaced)));
        if (sitter.personId().equals(WITH_EMPTY_THUMB_KEY)) {
            person.put("repThumbKey", AttributeValue.fromS(""));
        } else if (!sitter.personId().equals(WITHOUT_THUMB_KEY)) {
            person.put("repThumbKey", AttributeValue.fromS(repThumbKey(sitter)));
        }
        return person;
    }

    private static Stream<Map<String, AttributeValue>> occurrences(Sitter sitter) {
        List<Map<String, AttributeValue>> occurrences = new ArrayList<>();
        for (int photo : sitter.photos()) {
            Map<String, AttributeValue> occurrence = item(Map.of(
                    "personId",
                    sitter.personId(),
                    "occurrenceId",
                    photoId(photo),
                    "photoId",
                    photoId(photo),
                    "confidence",
                    "0.98"));
            if (photo % 10 != 3) {
                occurrence.put("photoBucket", AttributeValue.fromS(RAW_BUCKET));
            }
            if (photo % 10 != 3 && photo % 10 != 7) {
                occurrence.put("photoKey", AttributeValue.fromS(photoKey(photo)));
            }
            if (photo % 50 != 1) {
                occurrence.put("thumbKey", AttributeValue.fromS(thumbKey(sitter, photo)));
            }
            occurrences.add(occurrence);
        }
        if (sitter.personId().equals(MOST_PHOTOGRAPHED)) {
            occurrences.add(item(
                    Map.of("personId", sitter.personId(), "occurrenceId", UNPLACED_PHOTO, "photoId", UNPLACED_PHOTO)));
            occurrences.add(item(
                    Map.of("personId", sitter.personId(), "occurrenceId", ORPHANED_PHOTO, "photoId", ORPHANED_PHOTO)));
            occurrences.add(item(Map.of("personId", sitter.personId(), "occurrenceId", "without-photo")));
        }
        return occurrences.stream();
    }

    private static String photoId(int photo) {
        return "photo-%04d".formatted(photo + 1);
    }

    private static String photoKey(int photo) {
        int drawn = photo % PHOTO_COUNT;
        String name = drawn % 9 == 4
                ? ODD_NAMES.get(drawn / 9 % ODD_NAMES.size()) + " " + (drawn + 1)
                : "IMG_%04d".formatted(drawn + 1);
        return "photos-raw/%d/%02d/%s.jpg".formatted(2022 + drawn * 4 / PHOTO_COUNT, drawn % 12 + 1, name);
    }

    private static String repThumbKey(Sitter sitter) {
        return "faces-thumbs/" + sitter.face() + ".jpg";
    }

    private static String thumbKey(Sitter sitter, int photo) {
        int drawn = photo % PHOTO_COUNT;
        return "faces-thumbs/" + sitter.face() + (drawn % 9 == 4 ? " + " : "/") + photoId(drawn) + ".jpg";
    }

    private static Map<String, AttributeValue> item(Map<String, String> attributes) {
        Map<String, AttributeValue> item = new HashMap<>();
        attributes.forEach((name, value) -> item.put(name, AttributeValue.fromS(value)));
        return item;
    }

    private void write(String table, Stream<Map<String, AttributeValue>> items) {
        List<WriteRequest> writes = items.map(item ->
                        WriteRequest.builder().putRequest(put -> put.item(item)).build())
                .toList();
        // 25 is DynamoDB's limit for one BatchWriteItem. DynamoDB Local leaves no items unprocessed.
        for (int i = 0; i < writes.size(); i += 25) {
            List<WriteRequest> some = writes.subList(i, Math.min(writes.size(), i + 25));
            parts.dynamoDb().client().batchWriteItem(batch -> batch.requestItems(Map.of(table, some)));
        }
    }

    /** Runs the work in a pool of slightly more threads than cores, because each picture is drawn and then sent. */
    private static void drawAndSend(Runnable work) {
        try (ForkJoinPool pool = new ForkJoinPool(Runtime.getRuntime().availableProcessors() + 2)) {
            pool.submit(work).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the sample library was drawn.", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("The sample library cannot be written.", e.getCause());
        }
    }
}
