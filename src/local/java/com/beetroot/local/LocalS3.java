package com.beetroot.local;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.gaul.s3proxy.CrossOriginResourceSharing;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * S3Proxy in this process, on loopback only. Its buckets are private, so every request needs a valid signature. It uses
 * path-style URLs.
 */
public final class LocalS3 implements AutoCloseable {

    private static final URI FREE_PORT = URI.create("http://127.0.0.1:0");
    private static final List<String> ANY = List.of("*");

    private final S3Proxy server;
    private final BlobStore store;

    private LocalS3(S3Proxy server, BlobStore store) {
        this.server = server;
        this.store = store;
    }

    /** Starts on a free port, with its data in memory or in an existing folder. */
    public static LocalS3 start(Optional<Path> folder) {
        BlobStore store = folder.<BlobStore>map(path -> new FilesystemNio2BlobStore(path.toString()))
                .orElseGet(TransientNio2BlobStore::new);
        S3Proxy server = S3Proxy.builder()
                .blobStore(store)
                .endpoint(FREE_PORT)
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, LocalAccount.ACCESS_KEY, LocalAccount.SECRET_KEY)
                .corsRules(new CrossOriginResourceSharing(ANY, List.of("GET", "HEAD"), ANY, List.of(), ""))
                .ignoreUnknownHeaders(true)
                .build();
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("S3Proxy does not start: " + e.getMessage(), e);
        }
        return new LocalS3(server, store);
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    /** Creates a bucket unless it exists. */
    public void createBucket(String name) {
        if (!store.containerExists(name)) {
            store.createContainer(name);
        }
    }

    /** Stores an object directly, without HTTP. */
    public void put(String bucket, String key, String contentType, byte[] content) {
        PutObjectRequest object = PutObjectRequest.builder()
                .bucket(bucket)
                .key(key)
                .contentType(contentType)
                .contentLength((long) content.length)
                .build();
        store.putBlob(object, new ByteArrayInputStream(content));
    }

    /** Makes a bucket listable without a signature: a fault for tests. */
    public void publish(String bucket) {
        store.setContainerAccess(bucket, BucketCannedACL.PUBLIC_READ);
    }

    /** Makes an object readable without a signature: a fault for tests. */
    public void publish(String bucket, String key) {
        store.setBlobAccess(bucket, key, ObjectCannedACL.PUBLIC_READ);
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("S3Proxy does not stop: " + e.getMessage(), e);
        }
    }
}
