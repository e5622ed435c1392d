package com.beetroot.previews;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads which objects were created from the events that reach a function: S3's own notifications, EventBridge, and both
 * inside messages of SQS and SNS.
 */
final class ObjectEvents {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ObjectEvents() {}

    /** Thrown if the function was invoked with something else. */
    static final class UnknownEventException extends Exception {

        UnknownEventException() {
            super("The event is none of S3, EventBridge, SQS or SNS about S3 objects.");
        }
    }

    /** Returns the created objects. Events about other changes, and the test event of a new notification, name none. */
    static List<StoredObject> created(byte[] event) throws UnknownEventException {
        List<StoredObject> created = new ArrayList<>();
        try {
            addCreated(JSON.readTree(new String(event, StandardCharsets.UTF_8)), created);
        } catch (JsonProcessingException | IllegalArgumentException notReadable) {
            throw new UnknownEventException();
        }
        return created;
    }

    private static void addCreated(JsonNode event, List<StoredObject> created)
            throws UnknownEventException, JsonProcessingException {
        if (event.path("detail").has("bucket") && event.path("detail").has("object")) {
            if (event.path("detail-type").asText().equals("Object Created")) {
                // EventBridge does not encode the key.
                add(event.path("detail"), event.at("/detail/object/key").asText(), created);
            }
        } else if (event.path("Records").isArray()) {
            for (JsonNode each : event.path("Records")) {
                addRecord(each, created);
            }
        } else if (event.path("Message").isTextual()) {
            // A message of SNS that SQS delivers with its envelope.
            addCreated(JSON.readTree(event.path("Message").asText()), created);
        } else if (!event.path("Event").asText().equals("s3:TestEvent")) {
            throw new UnknownEventException();
        }
    }

    private static void addRecord(JsonNode each, List<StoredObject> created)
            throws UnknownEventException, JsonProcessingException {
        if (each.has("s3")) {
            if (each.path("eventName").asText().startsWith("ObjectCreated:")) {
                // Encoded as in a form: a space is a plus sign.
                String key = URLDecoder.decode(each.at("/s3/object/key").asText(), StandardCharsets.UTF_8);
                add(each.path("s3"), key, created);
            }
        } else if (each.path("body").isTextual()) {
            addCreated(JSON.readTree(each.path("body").asText()), created);
        } else if (each.at("/Sns/Message").isTextual()) {
            addCreated(JSON.readTree(each.at("/Sns/Message").asText()), created);
        } else {
            throw new UnknownEventException();
        }
    }

    private static void add(JsonNode about, String key, List<StoredObject> created) throws UnknownEventException {
        String bucket = about.at("/bucket/name").asText();
        if (bucket.isEmpty() || key.isEmpty()) {
            throw new UnknownEventException();
        }
        created.add(new StoredObject(bucket, key));
    }
}
