package com.beetroot.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Compresses responses as DynamoDB does, but DynamoDB Local does not: if the client accepts gzip, and only larger ones.
 * The checksum in the header is of the compressed bytes.
 */
final class CompressedResponses extends Handler.Wrapper {

    /** According to a developer of AWS (awslabs/dynamodb-cross-region-library, issue 61); the documents do not say. */
    private static final int SMALLEST = 4096;

    private static final String GZIP = "gzip";

    CompressedResponses(Handler handler) {
        super(handler);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        boolean accepted = request.getHeaders().contains(HttpHeader.ACCEPT_ENCODING, GZIP);
        return super.handle(request, accepted ? new Compressed(request, response) : response, callback);
    }

    private static final class Compressed extends Response.Wrapper {

        private final ByteArrayOutputStream body = new ByteArrayOutputStream();

        Compressed(Request request, Response response) {
            super(request, response);
        }

        @Override
        public void write(boolean last, ByteBuffer content, Callback callback) {
            try {
                if (content != null) {
                    BufferUtil.writeTo(content, body);
                }
                if (last) {
                    super.write(true, ByteBuffer.wrap(body.size() < SMALLEST ? body.toByteArray() : gzip()), callback);
                } else {
                    callback.succeeded();
                }
            } catch (IOException failed) {
                callback.failed(failed);
            }
        }

        private byte[] gzip() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (GZIPOutputStream compressed = new GZIPOutputStream(bytes)) {
                body.writeTo(compressed);
            }
            CRC32 checksum = new CRC32();
            checksum.update(bytes.toByteArray());
            HttpFields.Mutable headers = getHeaders();
            headers.put(HttpHeader.CONTENT_ENCODING, GZIP);
            headers.put(HttpHeader.CONTENT_LENGTH, bytes.size());
            headers.put("x-amz-crc32", Long.toString(checksum.getValue()));
            return bytes.toByteArray();
        }
    }
}
