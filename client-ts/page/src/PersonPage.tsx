import { ApiError, type Photo } from "@beetroot/client";
import { PhotoGrid } from "@beetroot/client/grids";
import { SignedImage, usePerson } from "@beetroot/client/react";
import { useEffect, useMemo, useRef } from "react";
import { AppBar } from "./AppBar.js";
import { fileKind, initialsOf, personName, photoCountNote, photoTitle, photoTotal, photoTotalLabel } from "./labels.js";
import { EmptyState, Notice, OfflineState, renderListError } from "./ListStates.js";
import { growFromTile, shrinkToTile } from "./photoTransition.js";
import { cameFromWithin, go, goOver, leaveTo, onLink, pathOf, restoreScrolling, type ListStart } from "./routes.js";
import { useOnline } from "./useOnline.js";
import { usePhotoList } from "./lists.js";
import { useTitle } from "./useTitle.js";
import { PhotoViewer } from "./viewer/PhotoViewer.js";

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
  // What no browser shows is not even tried: a film may be large.
  const gridPhotos = useMemo(
    () =>
      photos?.map((photo) => (fileKind(photo.photoKey)?.maybePicture === false ? { ...photo, photoURL: null } : photo)),
    [photos],
  );
  const note = photoCountNote(count);
  const isUnknown = person.error instanceof ApiError && person.error.status === 404;
  const retry = { onRetry: () => void query.refetch(), retrying: query.isFetching };
  const gridPath = pathOf(personId);
  const photoPath = (photo: Photo) => pathOf(personId, photo.photoId, list.startOf(photo));
  return (
    <>
      <AppBar title={name} content="photos" up />
      <main id="content" tabIndex={-1}>
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
            <p>{!isUnknown && (person.data || count.complete) ? photoTotalLabel(count) : "\u00a0"}</p>
          </div>
        </div>
        {photos === undefined && query.fetchStatus === "paused" ? (
          <OfflineState />
        ) : (
          <div className="full-width">
            <PhotoGrid
              personId={personId}
              className="grid photos"
              query={{ ...query, data: gridPhotos && { photos: gridPhotos } }}
              before={before}
              // The open viewer loads what it needs; the grid has not followed it yet.
              onStart={photoId === undefined ? list.onStart : undefined}
              hrefOf={photoPath}
              onSelect={(photo) => growFromTile(pathOf(personId, photo.photoId), () => goOver(photoPath(photo)))}
              renderPlaceholder={(photo) => (
                <span className="beetroot-missing">{fileKind(photo.photoKey)?.label ?? "No picture"}</span>
              )}
              renderError={renderListError(photos !== undefined)}
              empty={<NoPhotos isUnknown={isUnknown} note={note} />}
              activeId={photoId ?? lastPhotoId.current}
              focusActive={photoId === undefined}
              labels={{ list: `Photos of ${name}`, loading: "Loading more…" }}
            />
          </div>
        )}
        {photos !== undefined && photos.length > 0 && note && <p className="count-note">{note}</p>}
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

function NoPhotos({ isUnknown, note }: { isUnknown: boolean; note: string | undefined }) {
  const [title, text] = isUnknown
    ? ["This person is not in the library", "The address may be old, or mistyped."]
    : note !== undefined
      ? ["No photos to show", note]
      : ["No photos yet", "Photos appear here once they have been indexed."];
  return (
    <EmptyState title={title}>
      <p>{text}</p>
      <a className="button" href="/" onClick={onLink}>
        See all people
      </a>
    </EmptyState>
  );
}
