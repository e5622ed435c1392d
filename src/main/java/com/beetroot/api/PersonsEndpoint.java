package com.beetroot.api;

import com.beetroot.contract.Person;
import com.beetroot.contract.PersonAnswer;
import com.beetroot.contract.PersonPage;
import com.beetroot.contract.PersonsController;
import com.beetroot.contract.Photo;
import com.beetroot.contract.PhotoPage;
import com.beetroot.gallery.Appearances;
import com.beetroot.gallery.Page;
import com.beetroot.gallery.People;
import com.beetroot.gallery.PersonItem;
import com.beetroot.gallery.PhotoItem;
import com.beetroot.signing.Signing;
import com.beetroot.signing.UrlSigner;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.exceptions.HttpStatusException;
import java.nio.charset.StandardCharsets;

/** Keeps the contract: what the gallery knows, with URLs signed for each response. */
@Controller
class PersonsEndpoint implements PersonsController {

    private static final int MAX_PERSON_ID_BYTES = 2_048;

    private final People people;
    private final Appearances appearances;
    private final UrlSigner signer;
    private final String thumbsBucket;

    PersonsEndpoint(People people, Appearances appearances, UrlSigner signer, Settings settings) {
        this.people = people;
        this.appearances = appearances;
        this.signer = signer;
        this.thumbsBucket = settings.thumbsBucket();
    }

    @Override
    public PersonPage listPersons(Integer limit, String cursor) {
        Page<PersonItem> page = people.list(limit, cursor, Invocation.current().reading());
        Signing signing = Invocation.current().open(signer);
        return new PersonPage(
                page.items().stream().map(person -> person(person, signing)).toList(),
                page.nextCursor(),
                signing.expiresAt());
    }

    @Override
    public PersonAnswer getPerson(String personId) {
        PersonItem person = people.find(checked(personId), Invocation.current().reading())
                .orElseThrow(PersonNotFoundException::new);
        Signing signing = Invocation.current().open(signer);
        return new PersonAnswer(person(person, signing), signing.expiresAt());
    }

    @Override
    public PhotoPage listPersonPhotos(String personId, Integer limit, String cursor) {
        Page<PhotoItem> page = appearances.list(
                checked(personId), limit, cursor, Invocation.current().reading());
        Signing signing = Invocation.current().open(signer);
        return new PhotoPage(
                personId,
                page.items().stream().map(photo -> photo(photo, signing)).toList(),
                page.nextCursor(),
                signing.expiresAt());
    }

    /** The contract counts characters; DynamoDB's limit for a key counts bytes. */
    private static String checked(String personId) {
        if (personId.getBytes(StandardCharsets.UTF_8).length > MAX_PERSON_ID_BYTES) {
            throw new HttpStatusException(HttpStatus.BAD_REQUEST, "personId: must be at most 2,048 bytes of UTF-8");
        }
        return personId;
    }

    private Person person(PersonItem person, Signing signing) {
        return new Person(
                person.personId(),
                person.photoCount(),
                person.repThumbKey(),
                signing.url(thumbsBucket, person.repThumbKey()));
    }

    private Photo photo(PhotoItem photo, Signing signing) {
        String bucket = photo.location().bucket();
        String key = photo.location().key();
        return new Photo(
                photo.photoId(),
                bucket,
                key,
                signing.url(bucket, key),
                photo.thumbKey(),
                signing.url(thumbsBucket, photo.thumbKey()));
    }
}
