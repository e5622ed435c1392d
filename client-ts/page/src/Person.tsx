import { ApiError, type Photo } from "@beetroot/client";
import { SignedImage, usePerson, usePersonPhotos } from "@beetroot/client/react";
import { useCallback } from "react";
import { Failure, Message } from "./Message.js";
import { More } from "./More.js";
import { initialsOf, photosOf } from "./People.js";
import { go, leaveTo, onLink, pathOf } from "./routes.js";
import { usePhone } from "./useWidth.js";
import { Viewer } from "./Viewer.js";
import { Skeleton, VirtualGrid } from "./VirtualGrid.js";

export function Person({ personId, photoId }: { personId: string; photoId?: string }) {
  const person = usePerson(personId);
  const photos = usePersonPhotos(personId);
  const phone = usePhone();
  const tile = phone ? 110 : 200;
  const { fetchNextPage, isFetching, isFetchNextPageError } = photos;
  const onEnd = useCallback(() => {
    if (!isFetching && !isFetchNextPageError) {
      void fetchNextPage();
    }
  }, [fetchNextPage, isFetching, isFetchNextPageError]);

  const unknown = person.error instanceof ApiError && person.error.status === 404;
  return (
    <>
      <header className="bar">
        <a className="back" href="/" onClick={onLink} aria-label="All people">
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M15 5l-7 7 7 7" />
          </svg>
        </a>
        <a className="wordmark" href="/" onClick={onLink}>
          Beetroot
        </a>
      </header>
      <main>
        <div className="heading person">
          <SignedImage
            className="portrait"
            src={person.data?.repThumbURL ?? null}
            alt=""
            loading="eager"
            placeholder={<span className="initials">{person.isPending ? "" : initialsOf(personId)}</span>}
          />
          <div>
            <h1>{personId}</h1>
            <p role="status">{person.data ? photosOf(person.data.photoCount) : "\u00a0"}</p>
          </div>
        </div>
        {photos.isPending ? (
          <Skeleton className="photos" tile={tile} count={18} />
        ) : photos.data === undefined ? (
          <Failure error={photos.error!} onRetry={() => void photos.refetch()} retrying={photos.isFetching} />
        ) : photos.data.photos.length === 0 && !photos.hasNextPage ? (
          <Message title={unknown ? "This person is not in the library" : "No photos yet"}>
            <a className="button" href="/" onClick={onLink}>
              See all people
            </a>
          </Message>
        ) : (
          <>
            <VirtualGrid
              label={`Photos of ${personId}`}
              className="photos"
              items={photos.data.photos}
              // A person may appear twice in one photo.
              keyOf={(photo, index) => `${photo.photoId} ${index}`}
              render={(photo) => <PhotoTile personId={personId} photo={photo} />}
              tile={tile}
              gap={phone ? 3 : 8}
              caption={0}
              hasMore={photos.hasNextPage}
              onEnd={onEnd}
            />
            <More list={photos} />
          </>
        )}
      </main>
      {photoId !== undefined && photos.data !== undefined && (
        <Viewer
          photos={photos.data.photos}
          photoId={photoId}
          hasMore={photos.hasNextPage}
          onEnd={onEnd}
          onShow={(next) => go(pathOf(personId, next), { replace: true })}
          onClose={() => leaveTo(pathOf(personId))}
        />
      )}
    </>
  );
}

function PhotoTile({ personId, photo }: { personId: string; photo: Photo }) {
  return (
    <a
      className="tile"
      href={pathOf(personId, photo.photoId)}
      aria-label={`Photo ${photo.photoId}`}
      onClick={(event) => {
        const { scrollX, scrollY } = window;
        onLink(event);
        window.scrollTo(scrollX, scrollY);
      }}
    >
      <SignedImage className="photo" src={photo.photoURL} alt="" placeholder={<span className="absent">No picture</span>} />
    </a>
  );
}
