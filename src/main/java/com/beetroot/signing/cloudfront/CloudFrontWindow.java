package com.beetroot.signing.cloudfront;

import com.beetroot.signing.ObjectKeys;
import com.beetroot.signing.ResponseHeaders;
import com.beetroot.signing.SigningAllowList.Place;
import com.beetroot.signing.UrlCache;
import com.beetroot.signing.UrlWindow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/** Signs the URLs of CloudFront in one window, all until its end and with the same key. Thread-safe. */
final class CloudFrontWindow implements UrlWindow {

    private final Instant start;
    private final CloudFrontUrls urls;
    private final List<Place> places;
    private final PolicySigner signer;
    /** The signed policies, as query parameters. */
    private final ConcurrentMap<Place, String> policies = new ConcurrentHashMap<>();

    private volatile UrlCache memo = new UrlCache();

    /**
     * @param start the start of the window, in whole seconds
     * @param places the places whose objects share a signature; empty if every URL has its own
     */
    CloudFrontWindow(Instant start, CloudFrontUrls urls, List<Place> places, PolicySigner signer) {
        this.start = start;
        this.urls = urls;
        this.places = places;
        this.signer = signer;
    }

    boolean startsAt(Instant start) {
        return this.start.equals(start);
    }

    /** Signs the policy of every place, so that no request waits for it. */
    void signPolicies() {
        places.forEach(this::policy);
    }

    /** Drops all URLs, but not the policies, which are signed until the end of the window. */
    void dropUrls() {
        memo = new UrlCache();
    }

    @Override
    public Instant expiresAt() {
        return signer.end();
    }

    @Override
    public @Nullable String known(String bucket, String key) {
        return memo.get(bucket, key);
    }

    @Override
    public String sign(String bucket, String key) {
        String url = url(bucket, key, ResponseHeaders.of(key).parameters());
        memo.put(bucket, key, url);
        return url;
    }

    @Override
    public String signDownload(String bucket, String key) {
        return url(bucket, key, ResponseHeaders.of(key).download(key));
    }

    private String url(String bucket, String key, Map<String, String> parameters) {
        String address = urls.base(bucket) + ObjectKeys.encoded(key) + query(parameters);
        for (Place place : places) {
            if (place.holds(bucket, key)) {
                return address + (parameters.isEmpty() ? '?' : '&') + policy(place);
            }
        }
        return signer.signed(address);
    }

    private String policy(Place place) {
        return policies.computeIfAbsent(
                place, any -> signer.parameters(urls.base(place.bucket()) + ObjectKeys.encoded(place.key()) + '*'));
    }

    private static String query(Map<String, String> parameters) {
        return parameters.isEmpty()
                ? ""
                : parameters.entrySet().stream()
                        .map(parameter -> parameter.getKey() + '=' + SdkHttpUtils.urlEncode(parameter.getValue()))
                        .collect(Collectors.joining("&", "?", ""));
    }
}
