package com.beetroot.lambda.startup;

import com.beetroot.config.Settings;
import com.beetroot.signing.SigningAllowList.Place;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;

/**
 * Answers each call to DynamoDB with a page of made-up items, so that priming reads no table. The items name only
 * objects that may be signed, because others are reported.
 */
final class CannedDynamoDb implements SdkHttpClient {

    /** About as many as a response of the API has. */
    private static final int ITEMS = 100;

    private final byte[] item;
    private final byte[] batch;
    private final byte[] page;

    CannedDynamoDb(Settings settings) {
        List<Place> places = settings.signable().places();
        Place anywhere = new Place(settings.thumbsBucket(), "", true);
        Place photo = places.isEmpty() ? anywhere : places.getFirst();
        Optional<Place> thumb = places.isEmpty()
                ? Optional.of(anywhere)
                : places.stream()
                        .filter(place -> place.bucket().equals(settings.thumbsBucket()))
                        .findFirst();
        String items = IntStream.range(0, ITEMS)
                .mapToObj(number -> item(number, photo, thumb))
                .collect(Collectors.joining(",", "[", "]"));
        item = bytes("{\"Item\":" + item(0, photo, thumb) + "}");
        batch = bytes("{\"Responses\":{\"" + settings.tables().photos() + "\":" + items + "},\"UnprocessedKeys\":{}}");
        page = bytes("{\"Count\":" + ITEMS + ",\"ScannedCount\":" + ITEMS + ",\"Items\":" + items + "}");
    }

    /** Returns an item that fits every table. Only photos have a location, so occurrences are looked up there. */
    private static String item(int number, Place photo, Optional<Place> thumb) {
        // Concatenated, because String.format took 13 ms of a start.
        String id = "primed-" + number;
        return "{\"personId\":{\"S\":\"" + id + "\"},\"photoCount\":{\"N\":\"" + number + "\"},\"photoId\":{\"S\":\""
                + id + "\"}"
                + thumb.map(place -> key(place, number))
                        .map(key -> ",\"repThumbKey\":{\"S\":\"" + key + "\"},\"thumbKey\":{\"S\":\"" + key + "\"}")
                        .orElse("")
                + ",\"s3Bucket\":{\"S\":\"" + photo.bucket() + "\"},\"s3Key\":{\"S\":\"" + key(photo, number) + "\"}}";
    }

    private static String key(Place place, int number) {
        String key = place.prefix() ? place.key() + "primed-" + number + ".jpg" : place.key();
        return key.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        String target =
                request.httpRequest().firstMatchingHeader("X-Amz-Target").orElse("");
        return new CannedAnswer(
                switch (target.substring(target.indexOf('.') + 1)) {
                    case "GetItem" -> item;
                    case "BatchGetItem" -> batch;
                    default -> page;
                });
    }

    @Override
    public void close() {
        // Nothing is open.
    }

    private record CannedAnswer(byte[] body) implements ExecutableHttpRequest {

        @Override
        public HttpExecuteResponse call() {
            return HttpExecuteResponse.builder()
                    .response(SdkHttpFullResponse.builder()
                            .statusCode(200)
                            .putHeader("Content-Type", "application/x-amz-json-1.0")
                            .putHeader("Content-Length", Integer.toString(body.length))
                            .build())
                    .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
                    .build();
        }

        @Override
        public void abort() {
            // Nothing is in progress.
        }
    }
}
