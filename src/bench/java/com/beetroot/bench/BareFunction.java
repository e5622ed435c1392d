package com.beetroot.bench;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.beetroot.gallery.cursor.Page;
import com.beetroot.gallery.dynamodb.ReadBudget;
import com.beetroot.gallery.dynamodb.Tables;
import com.beetroot.gallery.persons.PersonItem;
import com.beetroot.gallery.persons.PersonRepository;
import com.beetroot.gallery.persons.ScanReuse;
import com.beetroot.gallery.photos.PhotoItem;
import com.beetroot.gallery.photos.PhotoRepository;
import com.beetroot.signing.RenewableCredentials;
import com.beetroot.signing.ResponseUrls;
import com.beetroot.signing.S3Endpoints;
import com.beetroot.signing.SigningAllowList;
import com.beetroot.signing.UrlLifetime;
import com.beetroot.signing.UrlPresigner;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The two lists without Micronaut, but with the same reads, URLs and bytes: a lower bound for the function's start. It
 * supports payload format 2.0 only, and has no limits, cursors, errors, settings or CORS by origin.
 */
public final class BareFunction implements RequestStreamHandler {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String THUMBS = System.getenv("THUMBS_BUCKET");

    private final PersonRepository people;
    private final PhotoRepository appearances;
    private final UrlPresigner signer;

    /** Creates the handler; Lambda calls this constructor. */
    public BareFunction() {
        DynamoDbClient dynamoDb = DynamoDbClient.builder()
                .httpClient(UrlConnectionHttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(1))
                        .socketTimeout(Duration.ofSeconds(2))
                        .build())
                .build();
        Tables tables = new Tables("Persons", "Occurrences", "Photos");
        people = new PersonRepository(dynamoDb, tables, Optional.empty(), ScanReuse.NEVER, Clock.systemUTC());
        appearances = new PhotoRepository(dynamoDb, tables);
        signer = new UrlPresigner(
                S3Endpoints.configured(new DefaultAwsRegionProviderChain().getRegion(), Map.of()),
                new RenewableCredentials(
                        () -> DefaultCredentialsProvider.builder().build(), Clock.systemUTC()),
                new UrlLifetime(Duration.ofHours(1), Duration.ofMinutes(15)),
                SigningAllowList.of(List.of()),
                Clock.systemUTC());
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context lambda) throws IOException {
        String path = path(input);
        ReadBudget reading = ReadBudget.within(Duration.ofMillis(lambda.getRemainingTimeInMillis() - 400));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(body)) {
            if (path.equals("/persons")) {
                writePeople(json, reading);
            } else {
                writePhotos(json, path.split("/")[2], reading);
            }
        }
        respond(output, body.toByteArray());
    }

    private static String path(InputStream input) throws IOException {
        try (JsonParser json = JSON.createParser(input)) {
            String path = "";
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                if (name.equals("rawPath")) {
                    path = json.getText();
                }
                json.skipChildren();
            }
            return path;
        }
    }

    private void writePeople(JsonGenerator json, ReadBudget reading) throws IOException {
        Page<PersonItem> page = people.list(100, null, reading);
        ResponseUrls signing = signer.open();
        json.writeStartObject();
        json.writeArrayFieldStart("persons");
        for (PersonItem person : page.items()) {
            json.writeStartObject();
            json.writeStringField("personId", person.personId());
            json.writeNumberField("photoCount", person.photoCount());
            json.writeStringField("repThumbKey", person.repThumbKey());
            json.writeStringField("repThumbURL", signing.url(THUMBS, person.repThumbKey()));
            json.writeEndObject();
        }
        end(json, page, signing);
    }

    private void writePhotos(JsonGenerator json, String personId, ReadBudget reading) throws IOException {
        Page<PhotoItem> page = appearances.list(personId, 200, null, reading);
        ResponseUrls signing = signer.open();
        json.writeStartObject();
        json.writeStringField("personId", personId);
        json.writeArrayFieldStart("photos");
        for (PhotoItem photo : page.items()) {
            json.writeStartObject();
            json.writeStringField("photoId", photo.photoId());
            json.writeStringField("photoBucket", photo.location().bucket());
            json.writeStringField("photoKey", photo.location().key());
            json.writeStringField(
                    "photoURL",
                    signing.url(photo.location().bucket(), photo.location().key()));
            json.writeNullField("previewKey");
            json.writeNullField("previewURL");
            json.writeStringField("thumbKey", photo.thumbKey());
            json.writeStringField("thumbURL", signing.url(THUMBS, photo.thumbKey()));
            json.writeEndObject();
        }
        end(json, page, signing);
    }

    private static void end(JsonGenerator json, Page<?> page, ResponseUrls signing) throws IOException {
        json.writeEndArray();
        json.writeStringField("nextCursor", page.nextCursor());
        json.writeStringField("expiresAt", signing.expiresAt().toString());
        json.writeEndObject();
    }

    private static void respond(OutputStream output, byte[] body) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(output)) {
            json.writeStartObject();
            json.writeNumberField("statusCode", 200);
            json.writeObjectFieldStart("headers");
            json.writeStringField("Content-Type", "application/json");
            json.writeStringField("Access-Control-Allow-Origin", "*");
            json.writeStringField("Access-Control-Expose-Headers", "ETag,Retry-After");
            json.writeStringField("Cache-Control", "private, no-cache");
            json.writeStringField("ETag", etag(body));
            json.writeStringField("Vary", "Accept-Encoding");
            json.writeEndObject();
            json.writeStringField("body", new String(body, StandardCharsets.UTF_8));
            json.writeBooleanField("isBase64Encoded", false);
            json.writeEndObject();
        }
    }

    private static String etag(byte[] body) {
        return "W/\"" + checksum(new CRC32C(), body) + checksum(new CRC32(), body) + Integer.toHexString(body.length)
                + '"';
    }

    private static String checksum(Checksum kind, byte[] body) {
        kind.update(body);
        return HexFormat.of().toHexDigits((int) kind.getValue());
    }
}
