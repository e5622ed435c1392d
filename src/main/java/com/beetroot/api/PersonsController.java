package com.beetroot.api;

import com.beetroot.config.PreviewLocation;
import com.beetroot.config.Settings;
import com.beetroot.contract.AbstractPersonsController;
import com.beetroot.contract.Person;
import com.beetroot.contract.PersonAnswer;
import com.beetroot.contract.PersonPage;
import com.beetroot.contract.Photo;
import com.beetroot.contract.PhotoPage;
import com.beetroot.gallery.cursor.Page;
import com.beetroot.gallery.dynamodb.ReadBudget;
import com.beetroot.gallery.persons.PersonItem;
import com.beetroot.gallery.persons.PersonRepository;
import com.beetroot.gallery.photos.PhotoItem;
import com.beetroot.gallery.photos.PhotoRepository;
import com.beetroot.signing.ResponseUrls;
import com.beetroot.signing.UrlPresigner;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.exceptions.HttpStatusException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers the contract's operations with the gallery's people and photos, and URLs signed for each response. */
@Controller
class PersonsController implements AbstractPersonsController {

    /** DynamoDB's limit for a partition key, in bytes. */
    private static final int MAX_PERSON_ID_BYTES = 2_048;

    private final PersonRepository persons;
    private final PhotoRepository photos;
    private final UrlPresigner presigner;
    private final String thumbsBucket;
    private final Optional<PreviewLocation> previews;

    PersonsController(PersonRepository persons, PhotoRepository photos, UrlPresigner presigner, Settings settings) {
        this.persons = persons;
        this.photos = photos;
        this.presigner = presigner;
        this.thumbsBucket = settings.thumbsBucket();
        this.previews = settings.previews();
    }

    @Override
    public PersonPage listPersons(Integer limit, @Nullable String cursor) {
        Page<PersonItem> page = persons.list(limit, cursor, reads());
        return signed(urls ->
                new PersonPage(each(page, person -> person(person, urls)), page.nextCursor(), urls.expiresAt()));
    }

    @Override
    public PersonAnswer getPerson(String personId) {
        PersonItem person = persons.find(checked(personId), reads()).orElseThrow(PersonNotFoundException::new);
        return signed(urls -> new PersonAnswer(person(person, urls), urls.expiresAt()));
    }

    @Override
    public PhotoPage listPersonPhotos(
            String personId, Integer limit, @Nullable String cursor, @Nullable String download) {
        if (download != null) {
            return download(checked(personId), download);
        }
        Page<PhotoItem> page = photos.list(checked(personId), limit, cursor, reads());
        return signed(urls ->
                new PhotoPage(personId, each(page, photo -> photo(photo, urls)), page.nextCursor(), urls.expiresAt()));
    }

    private PhotoPage download(String personId, String photoId) {
        List<PhotoItem> found = photos.find(personId, photoId, reads()).stream().toList();
        return signed(urls -> new PhotoPage(
                personId,
                found.stream()
                        .map(photo -> photo(
                                photo,
                                urls.download(
                                        photo.location().bucket(),
                                        photo.location().key()),
                                urls))
                        .toList(),
                null,
                urls.expiresAt()));
    }

    /** Checks the length in bytes, which DynamoDB limits. The contract limits only the characters. */
    private static String checked(String personId) {
        if (personId.getBytes(StandardCharsets.UTF_8).length > MAX_PERSON_ID_BYTES) {
            throw new HttpStatusException(HttpStatus.BAD_REQUEST, "personId: must be at most 2,048 bytes of UTF-8");
        }
        return personId;
    }

    private static ReadBudget reads() {
        return RequestContext.current().reads();
    }

    private <T> T signed(Function<ResponseUrls, T> body) {
        ResponseUrls urls = presigner.open();
        T signed = body.apply(urls);
        RequestContext.current().telemetry().signed(urls);
        return signed;
    }

    private static <T, R> List<R> each(Page<T> page, Function<T, R> row) {
        return page.items().stream().map(row).toList();
    }

    private Person person(PersonItem person, ResponseUrls urls) {
        return new Person(
                person.personId(),
                person.photoCount(),
                person.repThumbKey(),
                urls.url(thumbsBucket, person.repThumbKey()));
    }

    private Photo photo(PhotoItem photo, ResponseUrls urls) {
        return photo(photo, urls.url(photo.location().bucket(), photo.location().key()), urls);
    }

    private Photo photo(PhotoItem photo, @Nullable String url, ResponseUrls urls) {
        String key = photo.location().key();
        String previewKey = key == null
                ? null
                : previews.map(location -> location.keyOf(key)).orElse(null);
        return new Photo(
                photo.photoId(),
                photo.location().bucket(),
                key,
                url,
                previewKey,
                url == null ? null : previewUrl(previewKey, urls),
                photo.thumbKey(),
                urls.url(thumbsBucket, photo.thumbKey()));
    }

    /** Called only for a photo that may be signed: the preview shows what the photo shows. */
    private @Nullable String previewUrl(@Nullable String previewKey, ResponseUrls urls) {
        return urls.url(previews.map(PreviewLocation::bucket).orElse(null), previewKey);
    }
}
