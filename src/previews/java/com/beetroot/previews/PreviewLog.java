package com.beetroot.previews;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.time.Instant;

/**
 * Writes a line of JSON for each photo without a preview. The line names the photo's key, because somebody may have to
 * look at the file; a key may name a person.
 */
record PreviewLog(PrintStream out) {

    private static final ObjectMapper JSON = new ObjectMapper();

    void noPreview(StoredObject photo, UnreadablePhotoException why) {
        print(line("WARN", "No preview: " + why.getMessage() + ".")
                .put("bucket", photo.bucket())
                .put("key", photo.key()));
    }

    void error(String message) {
        print(line("ERROR", message));
    }

    private static ObjectNode line(String level, String message) {
        return JSON.createObjectNode()
                .put("timestamp", Instant.now().toString())
                .put("level", level)
                .put("message", message);
    }

    private void print(ObjectNode line) {
        out.println(line);
        out.flush();
    }
}
