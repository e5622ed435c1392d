import { ApiError, type Photo } from "@beetroot/client";
import { SignedImage, usePerson, usePersonPhotos } from "@beetroot/client/react";
import { useCallback, useEffect, useMemo, useRef } from "react";
import { Bar } from "./Bar.js";
import { Failure, Message, Notice } from "./Message.js";
import { More } from "./More.js";
import { cameFromWithin, go, isUncovered, leaveTo, onLink, onLinkOver, pathOf } from "./routes.js";
import { Viewer } from "./Viewer.js";
import { Skeleton, VirtualGrid, type Sizes } from "./VirtualGrid.js";
import { initialsOf, photosOf, titleOf } from "./words.js";

const sizes = (width: number): Sizes =>
  width < 560
    ? { tile: 110, columnGap: 3, rowGap: 3, caption: 0 }
    : width < 1000
      ? { tile: 170, columnGap: 6, rowGap: 6, caption: 0 }
      : { tile: 220, columnGap: 8, rowGap: 8, caption: 0 };
const keyOf = (photo: Photo) => photo.photoId;

export function Person({ personId, photoId }: { personId: string; photoId?: string }) {
  const person = usePerson(personId);
  const list = usePersonPhotos(personId);
  const photos = useMemo(() => list.data && unique(list.data.photos), [list.data]);
  const { fetchNextPage, isFetching, isFetchNextPageError } = list;
  const onEnd = useCallback(() => {
    if (!isFetching && !isFetchNextPageError) {
      void fetchNextPage();
    }
  }, [fetchNextPage, isFetching, isFetchNextPageError]);
  const retry = { onRetry: () => void list.refetch(), retrying: list.isFetching };

  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (cameFromWithin()) {
      heading.current!.focus({ preventScroll: true });
    }
  }, []);

  // While the viewer is open the grid below follows it, and stays there when it is closed.
  const seen = useRef<string>(undefined);
  useEffect(() => {
    seen.current = photoId ?? seen.current;
    if (photoId === undefined) {
      isUncovered();
    }
  }, [photoId]);

  const unknown = person.error instanceof ApiError && person.error.status === 404;
  return (
    <>
      <Bar title={personId} up />
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
            <h1 ref={heading} tabIndex={-1} className="name">
              {personId}
            </h1>
            <p>{person.data ? photosOf(person.data.photoCount) : "\u00a0"}</p>
          </div>
        </div>
        {list.isPending ? (
          <Skeleton className="photos" sizes={sizes} />
        ) : photos === undefined ? (
          <Failure error={list.error!} {...retry} />
        ) : photos.length === 0 && !list.hasNextPage ? (
          <Message title={unknown ? "This person is not in the library" : "No photos yet"}>
            <p>
              {unknown ? "The address may be old, or mistyped." : "Photos appear here once they have been indexed."}
            </p>
            <a className="button" href="/" onClick={onLink}>
              See all people
            </a>
          </Message>
        ) : (
          <>
            <VirtualGrid
              label={`Photos of ${personId}`}
              className="photos"
              items={photos}
              keyOf={keyOf}
              render={(photo) => <PhotoTile personId={personId} photo={photo} />}
              sizes={sizes}
              hasMore={list.hasNextPage}
              onEnd={onEnd}
              at={photoId ?? seen.current}
              focus={photoId === undefined}
            />
            <More list={list} after={photos.length} />
          </>
        )}
      </main>
      {list.isRefetchError && <Notice {...retry} />}
      {photoId !== undefined && photos !== undefined && (
        <Viewer
          personId={personId}
          photos={photos}
          photoId={photoId}
          total={list.hasNextPage ? Math.max(photos.length, person.data?.photoCount ?? 0) : photos.length}
          hasMore={list.hasNextPage}
          onEnd={onEnd}
          onShow={(next) => go(pathOf(personId, next), { replace: true })}
          onClose={() => leaveTo(pathOf(personId))}
        />
      )}
    </>
  );
}

/** A person may occur twice in one photo, of which the grid shows one. */
function unique(photos: Photo[]): Photo[] {
  return [...new Map(photos.map((photo) => [photo.photoId, photo])).values()];
}

function PhotoTile({ personId, photo }: { personId: string; photo: Photo }) {
  return (
    <a
      className="tile"
      href={pathOf(personId, photo.photoId)}
      aria-label={`Photo ${titleOf(photo)}`}
      onClick={onLinkOver}
    >
      <SignedImage
        className="photo"
        src={photo.photoURL}
        alt=""
        placeholder={<span className="absent">No picture</span>}
      />
    </a>
  );
}
