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
import io.micronaut.http.annotation.Controller;

/** Keeps the contract: what the gallery knows, with URLs signed for each response. */
@Controller
class PersonsEndpoint implements PersonsController {

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
        Page<PersonItem> page = people.list(limit, cursor);
        Signing signing = signer.open();
        return new PersonPage(
            page.items().stream().map(person -> person(person, signing)).toList(), page.nextCursor(), signing.expiresAt());
    }

    @Override
    public PersonAnswer getPerson(String personId) {
        PersonItem person = people.find(personId).orElseThrow(PersonNotFoundException::new);
        Signing signing = signer.open();
        return new PersonAnswer(person(person, signing), signing.expiresAt());
    }

    @Override
    public PhotoPage listPersonPhotos(String personId, Integer limit, String cursor) {
        Page<PhotoItem> page = appearances.list(personId, limit, cursor);
        Signing signing = signer.open();
        return new PhotoPage(
            personId, page.items().stream().map(photo -> photo(photo, signing)).toList(), page.nextCursor(), signing.expiresAt());
    }

    private Person person(PersonItem person, Signing signing) {
        return new Person(person.personId(), person.photoCount(), person.repThumbKey(), signing.url(thumbsBucket, person.repThumbKey()));
    }

    private Photo photo(PhotoItem photo, Signing signing) {
        String bucket = photo.location().bucket();
        String key = photo.location().key();
        return new Photo(photo.photoId(), bucket, key, signing.url(bucket, key), photo.thumbKey(), signing.url(thumbsBucket, photo.thumbKey()));
    }
}
