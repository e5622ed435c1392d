import type { Photo } from "@beetroot/client";
import { SignedImage } from "@beetroot/client/react";
import { useEffect, useRef, type CSSProperties, type KeyboardEvent, type PointerEvent } from "react";
import { Icon } from "./Icon.js";
import { titleOf } from "./words.js";

interface ViewerProps {
  personId: string;
  photos: Photo[];
  photoId: string;
  /** How many photos there are, as far as that is known. */
  total: number;
  hasMore: boolean;
  /** Called as the end of the photos comes near. */
  onEnd: () => void;
  onShow: (photoId: string) => void;
  onClose: () => void;
}

/** How many photos before the last the next page is asked for. */
const AHEAD = 5;
/** How far a finger goes, in CSS pixels, for a swipe. */
const SWIPE = 50;

/** One photo in full, by keyboard (arrows, Home, End, Escape) and touch (swipe). Its neighbours are loaded beside it. */
export function Viewer({ personId, photos, photoId, total, hasMore, onEnd, onShow, onClose }: ViewerProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const pressedAt = useRef<number>(undefined);
  const index = photos.findIndex((photo) => photo.photoId === photoId);
  const photo = photos[index];

  useEffect(() => {
    const element = dialog.current!;
    element.showModal();
    element.focus();
    return () => element.close();
  }, []);

  // Zoomed in by two fingers, one finger moves the view.
  useEffect(() => {
    const viewport = window.visualViewport;
    const look = () => dialog.current!.toggleAttribute("data-zoomed", isZoomed());
    viewport?.addEventListener("resize", look);
    return () => viewport?.removeEventListener("resize", look);
  }, []);

  // A deep link's photo may lie on a later page.
  const wanted = hasMore && (index < 0 || index >= photos.length - AHEAD);
  useEffect(() => {
    if (wanted) {
      onEnd();
    }
  }, [wanted, onEnd]);

  const show = (next: number) => {
    const other = photos[next];
    if (other !== undefined && next !== index) {
      onShow(other.photoId);
    }
  };
  const steps: Record<string, number> = {
    ArrowLeft: index - 1,
    ArrowRight: index + 1,
    Home: 0,
    End: photos.length - 1,
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = steps[event.key];
    if (next !== undefined) {
      event.preventDefault();
      show(next);
    }
  };

  const onPointerDown = (event: PointerEvent) => {
    pressedAt.current = event.pointerType !== "mouse" && event.isPrimary && !isZoomed() ? event.clientX : undefined;
  };
  const drag = (by: number | undefined) => {
    dialog.current!.toggleAttribute("data-dragged", by !== undefined);
    dialog.current!.style.setProperty("--dragged", `${by ?? 0}px`);
  };
  const onPointerMove = (event: PointerEvent) => {
    if (pressedAt.current !== undefined && event.isPrimary) {
      drag(event.clientX - pressedAt.current);
    }
  };
  const onPointerEnd = (event: PointerEvent) => {
    if (pressedAt.current === undefined || !event.isPrimary) {
      return;
    }
    const by = event.clientX - pressedAt.current;
    pressedAt.current = undefined;
    drag(undefined);
    if (event.type === "pointerup" && Math.abs(by) >= SWIPE) {
      show(by < 0 ? index + 1 : index - 1);
    }
  };

  return (
    <dialog
      ref={dialog}
      className="viewer"
      tabIndex={-1}
      aria-label={photo ? `Photo ${titleOf(photo)}` : "Photo"}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerEnd}
      onPointerCancel={onPointerEnd}
    >
      {photo ? (
        [index - 1, index, index + 1].map(
          (at) => photos[at] && <Slide key={photos[at].photoId} photo={photos[at]} offset={at - index} />,
        )
      ) : (
        <p className="absent" role="status">
          {hasMore ? "Looking for the photo…" : "This photo is not among this person's."}
        </p>
      )}
      <div className="caption">
        <p>{photo && titleOf(photo)}</p>
        <p>
          <span className="name">{personId}</span>
          {photo && (
            <span aria-live="polite" className="position">
              {(index + 1).toLocaleString("en")} of {total.toLocaleString("en")}
            </span>
          )}
        </p>
      </div>
      <Button label="Close" className="close" path="M6 6l12 12M18 6L6 18" onClick={onClose} />
      <Button
        label="Previous photo"
        className="previous"
        path="M15 5l-7 7 7 7"
        disabled={index <= 0}
        onClick={() => show(index - 1)}
      />
      <Button
        label="Next photo"
        className="next"
        path="M9 5l7 7-7 7"
        disabled={index < 0 || index === photos.length - 1}
        onClick={() => show(index + 1)}
      />
    </dialog>
  );
}

function isZoomed(): boolean {
  return (window.visualViewport?.scale ?? 1) > 1;
}

function Slide({ photo, offset }: { photo: Photo; offset: number }) {
  return (
    <div
      className="slide"
      style={{ "--offset": offset } as CSSProperties}
      aria-hidden={offset !== 0}
      data-current={offset === 0 || undefined}
    >
      <SignedImage
        className="full"
        src={photo.photoURL}
        alt={`Photo ${titleOf(photo)}`}
        aspectRatio="auto"
        loading="eager"
        fit="contain"
        placeholder={<span className="absent">There is no picture of this photo.</span>}
      />
    </div>
  );
}

interface ButtonProps {
  label: string;
  className: string;
  path: string;
  disabled?: boolean;
  onClick: () => void;
}

function Button({ label, className, path, disabled, onClick }: ButtonProps) {
  // Not `disabled`: the focus, and the keys with it, would leave the dialog.
  return (
    <button type="button" className={className} aria-label={label} aria-disabled={disabled} onClick={onClick}>
      <Icon path={path} />
    </button>
  );
}
