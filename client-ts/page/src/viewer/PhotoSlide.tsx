import type { Photo } from "@beetroot/client";
import { SignedImage, type SignedImageState } from "@beetroot/client/react";
import {
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
  type CSSProperties,
  type Ref,
  type SyntheticEvent,
} from "react";
import { TransformComponent, TransformWrapper, type ReactZoomPanPinchRef } from "react-zoom-pan-pinch";
import { fileKind, photoTitle } from "../labels.js";
import { savesData } from "./useLoadAhead.js";

export interface Size {
  width: number;
  height: number;
}

/** What the keys and gestures of the viewer do to the photo that it shows. */
export interface Zoom {
  by(step: number): void;
  reset(): void;
  pan(x: number, y: number): void;
  /** Zooms in on a point of the window, or out again. */
  toggle(x?: number, y?: number): void;
}

interface PhotoSlideProps {
  photo: Photo;
  /** 0 for the photo that is shown, -1 and 1 for its neighbours. */
  offset: number;
  /** Whether the originals of neighbours may be loaded. */
  loadsAhead: boolean;
  ref?: Ref<Zoom>;
  onZoomed?: (zoomed: boolean) => void;
  /** Called with the original's size in pixels once it is known. */
  onSize?: (size: Size) => void;
  /** Called once the original of the current photo is shown, or known to be missing. */
  onSettled?: (photoId: string) => void;
}

/** A picture with a longer side below this many pixels, such as an icon, is not enlarged; others are to twice their pixels at most. */
const SMALL_PICTURE = 256;
const DOUBLE_TAP_SCALE = 2.5;
const LEAST_MAX_SCALE = 4;
const MOST_MAX_SCALE = 40;
const ANIMATION = 200;
/** How much a preview, which has whole pixels, may differ from the original's shape. */
const SHAPE_TOLERANCE = 0.01;

/** A photo as large as the viewer, unless it has too few pixels for that: its preview, until the original is decoded. */
export function PhotoSlide({ photo, offset, loadsAhead, ref, onZoomed, onSize, onSettled }: PhotoSlideProps) {
  const current = offset === 0;
  const box = useRef<HTMLDivElement>(null);
  const zoom = useRef<ReactZoomPanPinchRef>(null);
  const [space, setSpace] = useState<Size>({ width: 0, height: 0 });
  const [natural, setNatural] = useState<Size>();
  const [previewSize, setPreviewSize] = useState<Size>();
  const [previewState, setPreviewState] = useState<SignedImageState>("loading");
  const [originalState, setOriginalState] = useState<SignedImageState>("loading");
  const [isReplaced, setIsReplaced] = useState(false);
  const [zoomed, setZoomed] = useState(false);

  useLayoutEffect(() => {
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = box.current!;
      setSpace((now) => (now.width === width && now.height === height ? now : { width, height }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, []);

  const hasPreview = photo.previewURL !== null && previewState !== "placeholder";
  const wantsOriginal = current || (hasPreview ? loadsAhead : !savesData());
  const [wantedOriginal, setWantedOriginal] = useState(wantsOriginal);
  if (wantsOriginal && !wantedOriginal) {
    setWantedOriginal(true);
  }
  const showsOriginal = wantedOriginal && (!hasPreview || previewState === "shown");

  const shape = shapeOf(natural, previewSize);
  const longSide = shape === undefined ? 0 : Math.max(shape.width, shape.height);
  // A larger preview says nothing about the pixels of the original.
  const enlarged = longSide < SMALL_PICTURE ? 1 : natural === undefined ? Infinity : 2;
  const fit = shape === undefined ? 1 : Math.min(enlarged, space.width / shape.width, space.height / shape.height);
  const size = shape === undefined ? space : { width: shape.width * fit, height: shape.height * fit };
  const cover = Math.max(space.width / size.width, space.height / size.height) || 1;
  const maxScale = Math.min(MOST_MAX_SCALE, Math.max(LEAST_MAX_SCALE, 2 / fit, cover));
  // As large as a panorama needs to fill the height, if its pixels allow.
  const tapScale = Math.max(DOUBLE_TAP_SCALE, Math.min(cover, 2 / fit));

  const motion = () => (window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : ANIMATION);
  const reset = (time = motion()) => void zoom.current?.centerView(1, time);
  useLayoutEffect(() => void zoom.current?.centerView(1, 0), [size.width, size.height, current]);
  useEffect(() => {
    if (current) {
      onZoomed?.(zoomed);
    }
  }, [current, zoomed, onZoomed]);
  useEffect(() => {
    if (current && natural !== undefined) {
      onSize?.(natural);
    }
  }, [current, natural, onSize]);

  useImperativeHandle(ref, () => ({
    by: (step) => void (step > 0 ? zoom.current?.zoomIn(step, motion()) : zoom.current?.zoomOut(-step, motion())),
    reset,
    pan: (x, y) => void zoom.current?.panBy(x, y, motion()),
    toggle: (x = window.innerWidth / 2, y = window.innerHeight / 2) =>
      zoomed ? reset() : void zoom.current?.zoomToPoint(tapScale, x, y, motion()),
  }));

  const isSettled = natural !== undefined || originalState === "placeholder";
  useEffect(() => {
    if (current && isSettled) {
      onSettled?.(photo.photoId);
    }
  }, [current, isSettled, photo.photoId, onSettled]);
  const isSharp = natural !== undefined;
  useEffect(() => {
    if (!isSharp) {
      return;
    }
    // The preview stays below until the original is on the screen.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => setIsReplaced(true));
    });
    return () => cancelAnimationFrame(frame);
  }, [isSharp]);

  const onLoad = ({ target }: SyntheticEvent) => {
    if (!(target instanceof HTMLImageElement)) {
      return;
    }
    const { naturalWidth: width, naturalHeight: height } = target;
    const loaded = width > 0 && height > 0 ? { width, height } : undefined;
    if (target.closest(".preview") !== null) {
      setPreviewSize(loaded);
    } else if (!hasPreview) {
      setNatural(loaded);
    } else {
      // If it cannot be decoded, the preview stays.
      target.decode().then(
        () => setNatural(loaded),
        () => {},
      );
    }
  };

  return (
    <div
      ref={box}
      className="slide"
      style={{ "--offset": offset } as CSSProperties}
      aria-hidden={!current}
      data-current={current || undefined}
      data-zoomed={zoomed || undefined}
      onLoadCapture={onLoad}
    >
      <TransformWrapper
        ref={zoom}
        disabled={!current || shape === undefined}
        maxScale={maxScale}
        doubleClick={{ disabled: true }}
        keyboard={{ disabled: true }}
        panning={{ disabled: !zoomed }}
        onTransform={(_, { scale }) => setZoomed(scale > 1.01)}
      >
        <TransformComponent wrapperClass="zoom">
          <div className="picture" style={size}>
            {hasPreview && !isReplaced && (
              <SignedImage
                className="full preview"
                src={null}
                preview={photo.previewURL}
                alt={`Photo ${photoTitle(photo)}`}
                aspectRatio="auto"
                loading="eager"
                fit="contain"
                placeholder={<></>}
                onStateChange={setPreviewState}
              />
            )}
            {showsOriginal && (
              <SignedImage
                className={`full original${isSharp ? " sharp" : ""}`}
                src={fileKind(photo.photoKey)?.maybePicture === false ? null : photo.photoURL}
                alt={`Photo ${photoTitle(photo)}`}
                aspectRatio="auto"
                loading="eager"
                fit="contain"
                placeholder={<UnshownFile photo={photo} />}
                onStateChange={setOriginalState}
              />
            )}
          </div>
        </TransformComponent>
      </TransformWrapper>
    </div>
  );
}

/** The shape of a photo in pixels: the preview's, with the original's size, so that nothing moves when the original replaces it. */
function shapeOf(natural: Size | undefined, preview: Size | undefined): Size | undefined {
  if (natural === undefined || preview === undefined) {
    return natural ?? preview;
  }
  const height = (natural.width * preview.height) / preview.width;
  return Math.abs(height / natural.height - 1) < SHAPE_TOLERANCE ? { width: natural.width, height } : natural;
}

/** In place of a file that the browser cannot show, or that is missing. */
function UnshownFile({ photo }: { photo: Photo }) {
  if (photo.photoURL === null) {
    return <span className="absent">There is no picture of this photo.</span>;
  }
  const kind = fileKind(photo.photoKey);
  return (
    <span className="absent">
      <strong>{kind?.label ?? "This picture cannot be loaded"}</strong>
      {kind && <span>This browser cannot show it here.</span>}
      <a className="button" href={photo.photoURL} target="_blank" rel="noreferrer">
        Open the file
      </a>
    </span>
  );
}
