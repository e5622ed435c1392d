import { useMemo } from "react";
import type { Photo } from "../../generated/index.js";
import type { PhotoList } from "../react/queries.js";
import { SignedImage } from "../react/SignedImage.js";
import { usePersonPhotos } from "../react/usePersonPhotos.js";
import { GridState, useOnEnd, type GridProps, type GridQuery } from "./GridState.js";
import { GridTile } from "./GridTile.js";
import { nameOfPhoto } from "./text.js";
import { VirtualGrid } from "./VirtualGrid.js";

export interface PhotoGridProps extends GridProps<Photo> {
  /** Whose photos. */
  personId: string;
  /** The most photos of a page, 1 to 200. */
  limit?: number;
  /** What `usePersonPhotos` returned, if the app calls it itself. */
  query?: GridQuery<PhotoList>;
  /** Returns the name of a photo; by default its file's name, or else the `photoId`. */
  nameOf?: (photo: Photo) => string;
  /** The number of photos once all are loaded, such as the person's `photoCount`: the grid keeps their space from the start. */
  expectedCount?: number;
}

const SIZES = {
  tile: "var(--beetroot-tile-size, clamp(110px, 16vw, 220px))",
  columnGap: "var(--beetroot-gap, clamp(3px, 0.6vw, 8px))",
  rowGap: "var(--beetroot-row-gap, var(--beetroot-gap, clamp(3px, 0.6vw, 8px)))",
};
const keyOf = (photo: Photo) => photo.photoId;

/** A grid of the photos in which a person occurs, loaded page by page while the reader scrolls. Each photo is shown once. */
export function PhotoGrid(props: PhotoGridProps) {
  const {
    personId,
    limit,
    nameOf = nameOfPhoto,
    hrefOf,
    onSelect,
    renderCaption,
    renderPlaceholder,
    className,
  } = props;
  const own = usePersonPhotos(personId, { limit, enabled: props.query === undefined });
  const query = props.query ?? own;
  const photos = useMemo(() => unique(query.data?.photos ?? []), [query.data]);
  const labels = { ...LABELS, list: `Photos of ${personId}`, ...props.labels };
  const classes = className === undefined ? "beetroot-photos" : `beetroot-photos ${className}`;

  return (
    <GridState
      query={query}
      labels={labels}
      className={classes}
      sizes={SIZES}
      count={photos.length}
      empty={props.empty}
      renderError={props.renderError}
    >
      <VirtualGrid
        label={labels.list}
        className={classes}
        sizes={SIZES}
        rows={photos}
        keyOf={keyOf}
        hasMore={query.hasNextPage}
        expectedCount={props.expectedCount ?? 0}
        before={props.before ?? 0}
        onStart={props.onStart}
        onEnd={useOnEnd(query)}
        activeId={props.activeId}
        focusActive={props.focusActive ?? false}
        renderTile={(photo) => (
          <GridTile href={hrefOf?.(photo)} label={nameOf(photo)} onSelect={onSelect && (() => onSelect(photo))}>
            <SignedImage
              className="beetroot-image"
              src={photo.photoURL}
              preview={photo.previewURL}
              alt={hrefOf || onSelect ? "" : nameOf(photo)}
              placeholder={renderPlaceholder?.(photo) ?? <span className="beetroot-missing">No picture</span>}
            />
            {renderCaption && <span className="beetroot-caption">{renderCaption(photo)}</span>}
          </GridTile>
        )}
      />
    </GridState>
  );
}

const LABELS = { loading: "Loading…", empty: "There are no photos yet.", retry: "Try again" };

/** A person may occur twice in one photo. */
function unique(photos: Photo[]): Photo[] {
  return [...new Map(photos.map((photo) => [photo.photoId, photo])).values()];
}
