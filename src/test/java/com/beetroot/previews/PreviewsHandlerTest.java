package com.beetroot.previews;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.beetroot.testkit.CapturedLog;
import com.beetroot.testkit.Library;
import com.beetroot.testkit.LocalLibrary;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Tests the maker's function with every kind of event, on S3Proxy. */
@ExtendWith(LocalLibrary.class)
class PreviewsHandlerTest {

    private static final String PREVIEWS = "maker-previews";
    private static final Map<String, String> SETTINGS =
            Map.of("PREVIEWS", PREVIEWS + "/small/", "PHOTOS", Library.RAW + "/maker/");
    private static final byte[] PHOTO =
            TestPhotos.encoded(TestPhotos.corners(2_000, 1_000, BufferedImage.TYPE_INT_RGB), "jpg");

    private static Library library;
    private static S3Client s3;
    private static PreviewsHandler handler;

    /** The shapes in which a created object is reported to a function. */
    enum Shape {
        NOTIFICATION {
            @Override
            ObjectNode event(String bucket, String key) {
                ObjectNode s3 = bucketAndKey(bucket, URLEncoder.encode(key, StandardCharsets.UTF_8));
                return records(object().put("eventSource", "aws:s3")
                        .put("eventName", "ObjectCreated:Put")
                        .set("s3", s3));
            }
        },
        EVENT_BRIDGE {
            @Override
            ObjectNode event(String bucket, String key) {
                return object().put("source", "aws.s3")
                        .put("detail-type", "Object Created")
                        .set("detail", bucketAndKey(bucket, key));
            }
        },
        SQS {
            @Override
            ObjectNode event(String bucket, String key) {
                return records(object().put("eventSource", "aws:sqs")
                        .put("body", NOTIFICATION.event(bucket, key).toString()));
            }
        },
        EVENT_BRIDGE_IN_SQS {
            @Override
            ObjectNode event(String bucket, String key) {
                return records(object().put("eventSource", "aws:sqs")
                        .put("body", EVENT_BRIDGE.event(bucket, key).toString()));
            }
        },
        SNS {
            @Override
            ObjectNode event(String bucket, String key) {
                return records(object().put("EventSource", "aws:sns").set("Sns", envelope(bucket, key)));
            }
        },
        SNS_IN_SQS {
            @Override
            ObjectNode event(String bucket, String key) {
                return records(object().put("eventSource", "aws:sqs")
                        .put("body", envelope(bucket, key).toString()));
            }
        };

        abstract ObjectNode event(String bucket, String key);

        private static ObjectNode envelope(String bucket, String key) {
            return object().put("Type", "Notification")
                    .put("Message", NOTIFICATION.event(bucket, key).toString());
        }

        private static ObjectNode bucketAndKey(String bucket, String key) {
            ObjectNode about = object();
            about.putObject("bucket").put("name", bucket);
            about.putObject("object").put("key", key);
            return about;
        }

        private static ObjectNode records(ObjectNode... each) {
            ObjectNode event = object();
            event.putArray("Records").addAll(List.of(each));
            return event;
        }

        private static ObjectNode object() {
            return JsonNodeFactory.instance.objectNode();
        }
    }

    @BeforeAll
    static void start(Library own) {
        library = own;
        own.parts().s3().createBucket(PREVIEWS);
        s3 = S3Clients.create();
        handler = new PreviewsHandler(SETTINGS, s3);
    }

    @AfterAll
    static void stop() {
        s3.close();
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void makesThePreviewForEveryShapeOfEvent(Shape shape) {
        String key = "maker/" + shape + "/a b+c%20d&é.jpg";
        put(key, PHOTO);

        handle(shape.event(Library.RAW, key));

        ResponseBytes<GetObjectResponse> preview = preview(key);
        assertThat(preview.response().contentType()).isEqualTo("image/jpeg");
        assertThat(preview.response().cacheControl()).isEqualTo("private, max-age=86400");
        assertThat(TestPhotos.decoded(preview.asByteArray()).getWidth()).isEqualTo(1_024);
        assertThat(TestPhotos.cornersOf(preview.asByteArray())).isEqualTo("red green blue yellow");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b.jpg",
                "a+b.jpg",
                "100%.jpg",
                "a%20b.jpg",
                "%2F.jpg",
                "straße/Zoë/日本.jpg",
                "e\u0301.jpg",
                "\uD83D\uDC36.jpg",
                "a//b.jpg",
                "a&b=c;d,e.jpg",
                "a#b?c.jpg",
                "(a)'b'!*~$@:.jpg",
                "[a]{b}\\\"<c>|^`.jpg",
                "no-extension",
                "wrong.txt",
                "UPPER.JPG"
            })
    void makesThePreviewOfAnOddKey(String name) {
        String key = "maker/odd/" + name;
        put(key, PHOTO);

        handle(Shape.NOTIFICATION.event(Library.RAW, key));

        assertThat(TestPhotos.decoded(preview(key).asByteArray()).getHeight()).isEqualTo(512);
    }

    @Test
    void makesTheSamePreviewForTheSameEventAgain() {
        String key = "maker/twice.jpg";
        put(key, PHOTO);
        handle(Shape.EVENT_BRIDGE.event(Library.RAW, key));
        byte[] first = preview(key).asByteArray();

        handle(Shape.EVENT_BRIDGE.event(Library.RAW, key));

        assertThat(preview(key).asByteArray()).isEqualTo(first);
    }

    @Test
    void logsOneLineForAPhotoThatCannotBeReadAndDoesNotFail() throws IOException {
        String key = "maker/broken.jpg";
        put(key, "no photo".getBytes(StandardCharsets.UTF_8));

        String log =
                CapturedLog.during(() -> handle(new PreviewsHandler(SETTINGS, s3), Shape.SQS.event(Library.RAW, key)));

        assertThat(log.lines()).hasSize(1);
        assertThat(new ObjectMapper().readTree(log).get("message").asText())
                .isEqualTo("No preview: the format cannot be read.");
        assertThat(new ObjectMapper().readTree(log).get("key").asText()).isEqualTo(key);
        assertThatThrownBy(() -> preview(key)).isInstanceOf(NoSuchKeyException.class);
    }

    @Test
    void doesNotReadAFileThatIsTooLarge() {
        put("maker/huge.tif", PHOTO);
        S3Client huge = new DelegatingS3Client(s3) {
            @Override
            public <T> T getObject(GetObjectRequest get, ResponseTransformer<GetObjectResponse, T> transformer) {
                return super.getObject(
                        get,
                        (response, content) -> transformer.transform(
                                response.toBuilder()
                                        .contentLength(PreviewMaker.MAX_BYTES + 1L)
                                        .build(),
                                content));
            }
        };

        String log = CapturedLog.during(
                () -> handle(new PreviewsHandler(SETTINGS, huge), Shape.SQS.event(Library.RAW, "maker/huge.tif")));

        assertThat(log.lines()).singleElement().asString().contains("the file has 200,000,001 bytes");
    }

    @Test
    void logsOneLineForAPhotoThatIsGone() {
        String log = CapturedLog.during(
                () -> handle(new PreviewsHandler(SETTINGS, s3), Shape.SQS.event(Library.RAW, "maker/gone.jpg")));

        assertThat(log.lines()).singleElement().asString().contains("no longer exists");
    }

    @Test
    void failsIfS3CannotBeUsedAfterTheOtherPhotos() {
        put("maker/fine.jpg", PHOTO);
        put("maker/other.jpg", PHOTO);
        ObjectNode event = Shape.NOTIFICATION.event(Library.RAW, "maker/fine.jpg");
        event.withArray("Records").addAll((ArrayNode)
                Shape.NOTIFICATION.event(Library.RAW, "maker/other.jpg").get("Records"));
        try (S3Client refused = S3Client.builder()
                .endpointOverride(URI.create("http://127.0.0.1:1"))
                .build()) {
            assertThatThrownBy(() -> handle(new PreviewsHandler(SETTINGS, refused), event))
                    .isInstanceOf(SdkClientException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "maker-previews, small/maker/a.jpg.jpg",
        "maker-previews, small/maker/",
        "beetroot-raw, elsewhere/a.jpg",
        "beetroot-raw, maker/folder/",
        "other-bucket, maker/a.jpg"
    })
    void leavesOtherObjectsAlone(String bucket, String key) {
        String log = CapturedLog.during(
                () -> handle(new PreviewsHandler(SETTINGS, s3), Shape.NOTIFICATION.event(bucket, key)));

        assertThat(log).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"beetroot-raw\"}",
                "{\"Records\":[{\"eventName\":\"ObjectRemoved:Delete\",\"s3\":{\"bucket\":{\"name\":\"beetroot-raw\"},"
                        + "\"object\":{\"key\":\"maker/a.jpg\"}}}]}",
                "{\"detail-type\":\"Object Deleted\",\"detail\":{\"bucket\":{\"name\":\"beetroot-raw\"},"
                        + "\"object\":{\"key\":\"maker/a.jpg\"}}}",
                "{\"Records\":[]}"
            })
    void ignoresEventsAboutOtherChanges(String event) {
        String log = CapturedLog.during(() -> handle(new PreviewsHandler(SETTINGS, s3), event));

        assertThat(log).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}",
                "{\"Records\":[{}]}",
                "{\"Records\":[{\"body\":\"hello\"}]}",
                "{\"Records\":[{\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"object\":{\"key\":\"%zz\"}}}]}",
                "{\"detail-type\":\"Object Created\",\"detail\":{\"bucket\":{},\"object\":{}}}"
            })
    void logsOneLineForAnythingElse(String event) {
        String log = CapturedLog.during(() -> assertThatCode(() -> handle(new PreviewsHandler(SETTINGS, s3), event))
                .doesNotThrowAnyException());

        assertThat(log.lines()).singleElement().asString().contains("The event is none of");
    }

    private static void put(String key, byte[] photo) {
        // A wrong content type, because many pipelines store none.
        library.parts().s3().put(Library.RAW, key, "binary/octet-stream", photo);
    }

    private static ResponseBytes<GetObjectResponse> preview(String key) {
        return s3.getObjectAsBytes(get -> get.bucket(PREVIEWS).key("small/" + key + ".jpg"));
    }

    private static void handle(ObjectNode event) {
        handle(handler, event);
    }

    private static void handle(PreviewsHandler handler, ObjectNode event) {
        handle(handler, event.toString());
    }

    private static void handle(PreviewsHandler handler, String event) {
        try {
            handler.handleRequest(
                    new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
                    OutputStream.nullOutputStream(),
                    null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
