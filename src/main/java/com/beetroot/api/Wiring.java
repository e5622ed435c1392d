package com.beetroot.api;

import com.beetroot.gallery.Appearances;
import com.beetroot.gallery.People;
import com.beetroot.signing.UrlSigner;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** Hands the gallery and the signer, which know nothing of Micronaut, to the endpoint. */
@Factory
final class Wiring {

    @Singleton
    People people(AwsStart aws) {
        return aws.get().people();
    }

    @Singleton
    Appearances appearances(AwsStart aws) {
        return aws.get().appearances();
    }

    @Singleton
    UrlSigner urlSigner(AwsStart aws) {
        return aws.get().signer();
    }
}
