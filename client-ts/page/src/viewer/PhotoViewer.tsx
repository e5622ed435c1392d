import type { Photo } from "@beetroot/client";
import { useCallback, useEffect, useRef, useState, type KeyboardEvent } from "react";
import { Icon } from "../Icon.js";
import { numberLabel, personName, photoTitle } from "../labels.js";
import { useOnline } from "../useOnline.js";
import { download } from "./downloading.js";
import { KeyboardHelp } from "./KeyboardHelp.js";
import { PhotoDetails } from "./PhotoDetails.js";
import { PhotoSlide, type Size, type Zoom } from "./PhotoSlide.js";
import { shareOrCopy } from "./sharing.js";
import { useFullScreen } from "./useFullScreen.js";
import { useGestures } from "./useGestures.js";
import { useLoadAhead } from "./useLoadAhead.js";
import { useSlideshow } from "./useSlideshow.js";

interface PhotoViewerProps {
  personId: string;
  photos: Photo[];
  photoId: string;
  /** How many photos of the list come before `photos`. */
  before: number;
  /** How many photos there are, as far as that is known. */
  total: number;
  /** Whether more photos follow, and whether their request failed. */
  hasMore: boolean;
  failed: boolean;
  /** When the signed URLs of a photo end. */
  urlEndOf: (photo: Photo) => Date | undefined;
  /** Called near the start and the end of the loaded photos. */
  onStart: () => void;
  onEnd: () => void;
  onShow: (photoId: string) => void;
  onClose: () => void;
  onRetry: () => void;
}

/** How many photos before the last, or after the first, the next page is requested. */
const AHEAD = 5;
const ZOOM_STEP = 0.5;
const PAN_STEP = 120;

const ICONS = {
  previous: "M15 5l-7 7 7 7",
  next: "M9 5l7 7-7 7",
  close: "M6 6l12 12M18 6L6 18",
  zoomIn: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM20 20l-4.9-4.9M10.5 8v5M8 10.5h5",
  zoomOut: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM20 20l-4.9-4.9M8 10.5h5",
  play: "M8 5l11 7-11 7z",
  pause: "M9 5v14M15 5v14",
  fullScreen: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  leaveFullScreen: "M9 4v5H4M20 9h-5V4M15 20v-5h5M4 15h5v5",
  download: "M12 4v11M8 11.5l4 4 4-4M5 20h14",
  share: "M12 15V4M8 7.5L12 3.5l4 4M6 11H5v9h14v-9h-1",
  information: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5.5M12 7.6v.1",
  help: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9.4 9.4a2.7 2.7 0 1 1 3.9 2.5c-.9.5-1.3 1-1.3 2M12 16.6v.1",
};

/** One photo in full, over the grid. Its neighbours are loaded next to it. */
export function PhotoViewer({ personId, photos, photoId, before, total, hasMore, ...viewer }: PhotoViewerProps) {
  const { onStart, onEnd, onShow, onClose } = viewer;
  const dialog = useRef<HTMLDialogElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const zoom = useRef<Zoom>(null);
  const online = useOnline();
  const [zoomed, setZoomed] = useState(false);
  const [details, setDetails] = useState(false);
  const [help, setHelp] = useState(false);
  const [message, setMessage] = useState("");
  const [size, setSize] = useState<{ photoId: string; size: Size }>();
  const [isFullScreen, toggleFullScreen] = useFullScreen(stage);

  const index = photos.findIndex((photo) => photo.photoId === photoId);
  const photo = photos[index];
  const hasPrevious = index > 0;
  const hasNext = index >= 0 && index < photos.length - 1;

  useEffect(() => {
    const element = dialog.current!;
    element.showModal();
    element.focus();
    return () => element.close();
  }, []);

  // A deep link's photo may lie on a later page.
  const wantsMore = hasMore && (index < 0 || index >= photos.length - AHEAD);
  useEffect(() => {
    if (wantsMore) {
      onEnd();
    }
  }, [wantsMore, onEnd]);
  const wantsEarlier = before > 0 && index >= 0 && index < AHEAD;
  useEffect(() => {
    if (wantsEarlier) {
      onStart();
    }
  }, [wantsEarlier, onStart]);

  const show = (next: number) => {
    const other = photos[next];
    if (other !== undefined && next !== index) {
      setMessage("");
      onShow(other.photoId);
    }
  };
  const showNext = () => show(index + 1);
  const showPrevious = () => show(index - 1);
  const [playing, setPlaying] = useSlideshow(photoId, hasNext, showNext);
  const share = async (how: "share" | "copy") => setMessage(await shareOrCopy(how, photo && photoTitle(photo)));

  const save = () => {
    if (photo?.photoURL) {
      void download(personId, photo.photoId, setMessage);
    }
  };

  const [settledId, setSettledId] = useState<string>();
  const loadsAhead = useLoadAhead(settledId === photoId ? photoId : undefined);
  const onSize = useCallback((size: Size) => setSize({ photoId, size }), [photoId]);

  const panning: Record<string, [number, number]> = {
    ArrowLeft: [PAN_STEP, 0],
    ArrowRight: [-PAN_STEP, 0],
    ArrowUp: [0, PAN_STEP],
    ArrowDown: [0, -PAN_STEP],
  };
  const keys: Record<string, () => void> = {
    ArrowLeft: showPrevious,
    ArrowRight: showNext,
    Home: () => show(0),
    End: () => show(photos.length - 1),
    "+": () => zoom.current?.by(ZOOM_STEP),
    "=": () => zoom.current?.by(ZOOM_STEP),
    "-": () => zoom.current?.by(-ZOOM_STEP),
    "0": () => zoom.current?.reset(),
    f: () => toggleFullScreen?.(),
    i: () => setDetails(!details),
    d: save,
    c: () => void share("copy"),
    "?": () => setHelp(true),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const pan = zoomed ? panning[event.key] : undefined;
    // A focused button keeps its own space bar.
    const space = event.key === " " && (event.target as Element).closest("button, a") === null;
    const act = pan ? () => zoom.current?.pan(...pan) : space ? () => setPlaying(!playing) : keys[event.key];
    if (act !== undefined) {
      event.preventDefault();
      act();
    }
  };

  const gestures = useGestures({
    surface: stage,
    canSwipe: !zoomed,
    hasPrevious,
    hasNext,
    onPrevious: showPrevious,
    onNext: showNext,
    onClose,
    onDoubleTap: (x, y) => zoom.current?.toggle(x, y),
  });

  return (
    <dialog
      ref={dialog}
      className="viewer"
      tabIndex={-1}
      aria-label={photo ? `Photo ${photoTitle(photo)}` : "Photo"}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={onKeyDown}
    >
      <div ref={stage} className="stage" data-details={details || undefined} data-offline={!online || undefined}>
        <div className="surface" {...gestures}>
          {photo ? (
            [index - 1, index, index + 1].map(
              (at) =>
                photos[at] && (
                  <PhotoSlide
                    key={photos[at].photoId}
                    ref={at === index ? zoom : undefined}
                    photo={photos[at]}
                    offset={at - index}
                    loadsAhead={loadsAhead}
                    onZoomed={setZoomed}
                    onSize={onSize}
                    onSettled={setSettledId}
                  />
                ),
            )
          ) : (
            <div className="absent" role="status">
              {hasMore && viewer.failed ? (
                <>
                  <span>The photo cannot be loaded.</span>
                  <button type="button" className="button" onClick={viewer.onRetry}>
                    Try again
                  </button>
                </>
              ) : hasMore ? (
                online && "Looking for the photo…"
              ) : (
                "This person isn't in that photo."
              )}
            </div>
          )}
        </div>
        <div className="caption">
          <p>{photo && photoTitle(photo)}</p>
          <p>
            <span className="name">{personName(personId)}</span>
            {photo && (
              <span aria-live={playing ? "off" : "polite"} className="position">
                {numberLabel(before + index + 1)} of {numberLabel(total)}
              </span>
            )}
          </p>
        </div>
        <div className="tools" role="group" aria-label="Photo tools">
          <Button
            label={zoomed ? "Zoom out" : "Zoom in"}
            className="zoom-toggle"
            icon={zoomed ? "zoomOut" : "zoomIn"}
            onClick={() => zoom.current?.toggle()}
          />
          <Button
            label={playing ? "Stop the slideshow" : "Start the slideshow"}
            className="slideshow"
            icon={playing ? "pause" : "play"}
            disabled={!hasNext}
            onClick={() => setPlaying(!playing)}
          />
          {toggleFullScreen && (
            <Button
              label={isFullScreen ? "Leave full screen" : "Full screen"}
              className="full-screen"
              icon={isFullScreen ? "leaveFullScreen" : "fullScreen"}
              onClick={toggleFullScreen}
            />
          )}
          <Button
            label={"share" in navigator ? "Share the link to this page" : "Copy the link to this page"}
            className="share"
            icon="share"
            onClick={() => void share("share" in navigator ? "share" : "copy")}
          />
          <Button label="Download" className="download" icon="download" disabled={!photo?.photoURL} onClick={save} />
          <Button
            label="Information"
            className="information"
            icon="information"
            pressed={details}
            onClick={() => setDetails(!details)}
          />
          <Button label="Keys" className="help" icon="help" onClick={() => setHelp(true)} />
        </div>
        <Button label="Close" className="close" icon="close" onClick={onClose} />
        <Button
          label="Previous photo"
          className="previous"
          icon="previous"
          disabled={!hasPrevious}
          onClick={showPrevious}
        />
        <Button label="Next photo" className="next" icon="next" disabled={!hasNext} onClick={showNext} />
        {details && photo && (
          <PhotoDetails
            photo={photo}
            size={size?.photoId === photoId ? size.size : undefined}
            urlEnd={viewer.urlEndOf(photo)}
          />
        )}
        <p className="viewer-message" role="status">
          {online ? message : "You are offline. Photos load when the connection is back."}
        </p>
        {help && <KeyboardHelp of="viewer" onClose={() => setHelp(false)} />}
      </div>
    </dialog>
  );
}

interface ButtonProps {
  label: string;
  className: string;
  icon: keyof typeof ICONS;
  disabled?: boolean;
  pressed?: boolean;
  onClick: () => void;
}

function Button({ label, className, icon, disabled = false, pressed, onClick }: ButtonProps) {
  // Not `disabled`: the focus, and the keys with it, would leave the dialog.
  return (
    <button
      type="button"
      className={className}
      aria-label={label}
      title={label}
      aria-disabled={disabled}
      aria-pressed={pressed}
      onClick={() => disabled || onClick()}
    >
      <Icon path={ICONS[icon]} />
    </button>
  );
}
