import type { Photo } from "@beetroot/client";
import { SignedImage } from "@beetroot/client/react";
import { useEffect, useRef, type KeyboardEvent, type PointerEvent } from "react";

interface ViewerProps {
  photos: Photo[];
  photoId: string;
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

/** One photo in full, by keyboard (arrows, Home, End, Escape) and touch (swipe). */
export function Viewer({ photos, photoId, hasMore, onEnd, onShow, onClose }: ViewerProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const pressedAt = useRef<number>(undefined);
  const index = photos.findIndex((photo) => photo.photoId === photoId);
  const photo = photos[index];

  useEffect(() => {
    const element = dialog.current!;
    element.showModal();
    return () => element.close();
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
    if (other !== undefined && other !== photo) {
      onShow(other.photoId);
    }
  };
  const steps: Record<string, number> = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: photos.length - 1 };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = steps[event.key];
    if (next !== undefined) {
      event.preventDefault();
      show(next);
    }
  };
  const onPointerUp = (event: PointerEvent) => {
    const way = event.clientX - (pressedAt.current ?? event.clientX);
    if (event.pointerType !== "mouse" && Math.abs(way) >= SWIPE) {
      show(way < 0 ? index + 1 : index - 1);
    }
    pressedAt.current = undefined;
  };

  return (
    <dialog
      ref={dialog}
      className="viewer"
      aria-label={photo ? `Photo ${photo.photoId}` : "Photo"}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => (pressedAt.current = event.clientX)}
      onPointerUp={onPointerUp}
    >
      {photo ? (
        <SignedImage
          key={photo.photoId}
          className="full"
          src={photo.photoURL}
          alt={`Photo ${photo.photoId}`}
          aspectRatio="auto"
          loading="eager"
          fit="contain"
          placeholder={<span className="absent">There is no picture of this photo.</span>}
        />
      ) : (
        <p className="absent" role="status">
          {hasMore ? "Looking for the photo…" : "This photo is not among this person's."}
        </p>
      )}
      <p className="position" aria-live="polite">
        {photo && `${(index + 1).toLocaleString("en")} of ${photos.length.toLocaleString("en")}${hasMore ? "+" : ""}`}
      </p>
      <Button label="Close" className="close" path="M6 6l12 12M18 6L6 18" onClick={onClose} />
      <Button label="Previous photo" className="previous" path="M15 5l-7 7 7 7" disabled={index <= 0} onClick={() => show(index - 1)} />
      <Button label="Next photo" className="next" path="M9 5l7 7-7 7" disabled={index < 0 || index === photos.length - 1} onClick={() => show(index + 1)} />
    </dialog>
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
  return (
    <button type="button" className={className} aria-label={label} disabled={disabled} onClick={onClick}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d={path} />
      </svg>
    </button>
  );
}
