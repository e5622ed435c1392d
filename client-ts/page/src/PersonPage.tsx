import { ApiError, type Photo } from "@beetroot/client";
import { SignedImage, usePerson } from "@beetroot/client/react";
import { useEffect, useRef } from "react";
import { AppBar } from "./AppBar.js";
import { fileKind, initialsOf, personName, photoTitle, photoTotal, photoTotalLabel } from "./labels.js";
import { EmptyState, ErrorState, Notice, OfflineState } from "./ListStates.js";
import { LoadMore } from "./LoadMore.js";
import { growFromTile, shrinkToTile } from "./photoTransition.js";
import {
  cameFromWithin,
  go,
  goOver,
  leaveTo,
  onLink,
  opensHere,
  pathOf,
  restoreScrolling,
  type ListStart,
} from "./routes.js";
import { useOnline } from "./useOnline.js";
import { usePhotoList } from "./lists.js";
import { useTitle } from "./useTitle.js";
import { PhotoViewer } from "./viewer/PhotoViewer.js";
import { Skeleton, VirtualGrid, type Sizes } from "./VirtualGrid.js";

const sizes = (width: number): Sizes =>
  width < 560
    ? { tile: 110, columnGap: 3, rowGap: 3, caption: 0 }
    : width < 1000
      ? { tile: 170, columnGap: 6, rowGap: 6, caption: 0 }
      : { tile: 220, columnGap: 8, rowGap: 8, caption: 0 };
const keyOf = (photo: Photo) => photo.photoId;

interface PersonPageProps {
  personId: string;
  /** The photo that the viewer shows. */
  photoId?: string;
  /** Where the list starts, so that a link into its depth needs one request. */
  start?: ListStart;
}

export function PersonPage({ personId, photoId, start }: PersonPageProps) {
  const person = usePerson(personId);
  const list = usePhotoList(personId, start);
  const { query, rows: photos, before } = list;
  const online = useOnline();
  const name = personName(personId);
  const shown = photos?.find((photo) => photo.photoId === photoId);
  useTitle(shown && photoTitle(shown), name);

  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (cameFromWithin()) {
      heading.current!.focus({ preventScroll: true });
    }
  }, []);

  // While the viewer is open the grid below follows it, and stays there when it is closed.
  const lastPhotoId = useRef<string>(undefined);
  useEffect(() => {
    lastPhotoId.current = photoId ?? lastPhotoId.current;
    if (photoId === undefined) {
      restoreScrolling();
    }
  }, [photoId]);

  const count = {
    listed: before + (photos?.length ?? 0),
    complete: photos !== undefined && !query.hasNextPage,
    counted: person.data?.photoCount,
  };
  const isUnknown = person.error instanceof ApiError && person.error.status === 404;
  const retry = { onRetry: () => void query.refetch(), retrying: query.isFetching };
  const gridPath = pathOf(personId);
  const photoPath = (photo: Photo) => pathOf(personId, photo.photoId, list.startOf(photo));
  return (
    <>
      <AppBar title={name} content="photos" up />
      <main tabIndex={-1}>
        <div className="heading person">
          <SignedImage
            className="portrait"
            src={person.data?.repThumbURL ?? null}
            alt=""
            loading="eager"
            placeholder={<span className="initials">{person.isPending ? "" : initialsOf(personId)}</span>}
          />
          <div>
            <h1 ref={heading} tabIndex={-1} className="name" title={personId}>
              {name}
            </h1>
            <p>{person.data || count.complete ? photoTotalLabel(count) : "\u00a0"}</p>
          </div>
        </div>
        {photos === undefined ? (
          query.isError ? (
            <ErrorState error={query.error} {...retry} />
          ) : query.fetchStatus === "paused" ? (
            <OfflineState />
          ) : (
            <Skeleton className="photos" sizes={sizes} />
          )
        ) : photos.length === 0 && !query.hasNextPage ? (
          <NoPhotos isUnknown={isUnknown} counted={count.counted ?? 0} />
        ) : (
          <>
            <VirtualGrid
              label={`Photos of ${name}`}
              className="photos"
              items={photos}
              keyOf={keyOf}
              render={(photo) => (
                <PhotoTile
                  photo={photo}
                  path={photoPath(photo)}
                  onOpen={(path) => growFromTile(path, () => goOver(path))}
                />
              )}
              sizes={sizes}
              before={before}
              hasMore={query.hasNextPage}
              onStart={list.onStart}
              onEnd={list.onEnd}
              at={photoId ?? lastPhotoId.current}
              focus={photoId === undefined}
            />
            <LoadMore list={query} after={photos.length} />
          </>
        )}
      </main>
      {photos !== undefined && (query.isRefetchError || !online) && <Notice online={online} {...retry} />}
      {photoId !== undefined && (photos !== undefined || !online) && (
        <PhotoViewer
          personId={personId}
          photos={photos ?? []}
          photoId={photoId}
          before={before}
          total={photoTotal(count)}
          hasMore={photos === undefined || query.hasNextPage}
          failed={query.isFetchNextPageError}
          urlEndOf={list.urlEndOf}
          onStart={() => list.onStart(before)}
          onEnd={list.onEnd}
          onShow={(next) =>
            go(pathOf(personId, next, list.startOf(photos!.find((photo) => photo.photoId === next)!)), {
              replace: true,
            })
          }
          onClose={() => shrinkToTile(pathOf(personId, photoId), () => leaveTo(gridPath))}
          onRetry={() => void query.fetchNextPage()}
        />
      )}
    </>
  );
}

function NoPhotos({ isUnknown, counted }: { isUnknown: boolean; counted: number }) {
  const [title, text] = isUnknown
    ? ["This person is not in the library", "The address may be old, or mistyped."]
    : counted > 0
      ? ["No photos to show", `The library counts ${counted}, but lists none of them yet.`]
      : ["No photos yet", "Photos appear here once they have been indexed."];
  return (
    <EmptyState title={title!}>
      <p>{text}</p>
      <a className="button" href="/" onClick={onLink}>
        See all people
      </a>
    </EmptyState>
  );
}

interface PhotoTileProps {
  photo: Photo;
  path: string;
  onOpen: (path: string) => void;
}

function PhotoTile({ photo, path, onOpen }: PhotoTileProps) {
  const kind = fileKind(photo.photoKey);
  return (
    <a
      className="tile"
      href={path}
      aria-label={`Photo ${photoTitle(photo)}`}
      onClick={(event) => opensHere(event) && onOpen(path)}
    >
      <SignedImage
        className="photo"
        src={kind?.maybePicture === false ? null : photo.photoURL}
        alt=""
        placeholder={<span className="absent">{kind?.label ?? "No picture"}</span>}
      />
    </a>
  );
}
