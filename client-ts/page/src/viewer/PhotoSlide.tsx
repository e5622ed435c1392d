import type { Photo } from "@beetroot/client";
import { SignedImage } from "@beetroot/client/react";
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
  ref?: Ref<Zoom>;
  onZoomed?: (zoomed: boolean) => void;
  /** Called with the picture's own size in pixels once it is known. */
  onSize?: (size: Size) => void;
}

/** A picture with a longer side below this many pixels, such as an icon, is not enlarged; others are to twice their pixels at most. */
const SMALL_PICTURE = 256;
const DOUBLE_TAP_SCALE = 2.5;
const LEAST_MAX_SCALE = 4;
const MOST_MAX_SCALE = 40;
const ANIMATION = 200;

/** A photo as large as the viewer, unless it has too few pixels for that. */
export function PhotoSlide({ photo, offset, ref, onZoomed, onSize }: PhotoSlideProps) {
  const current = offset === 0;
  const box = useRef<HTMLDivElement>(null);
  const zoom = useRef<ReactZoomPanPinchRef>(null);
  const [space, setSpace] = useState<Size>({ width: 0, height: 0 });
  const [natural, setNatural] = useState<Size>();
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

  const enlarged = natural !== undefined && Math.max(natural.width, natural.height) >= SMALL_PICTURE ? 2 : 1;
  const fit =
    natural === undefined ? 1 : Math.min(enlarged, space.width / natural.width, space.height / natural.height);
  const size = natural === undefined ? space : { width: natural.width * fit, height: natural.height * fit };
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

  const onLoad = ({ target }: SyntheticEvent) => {
    if (target instanceof HTMLImageElement) {
      const { naturalWidth: width, naturalHeight: height } = target;
      setNatural(width > 0 && height > 0 ? { width, height } : undefined);
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
        disabled={!current || natural === undefined}
        maxScale={maxScale}
        doubleClick={{ disabled: true }}
        keyboard={{ disabled: true }}
        panning={{ disabled: !zoomed }}
        onTransform={(_, { scale }) => setZoomed(scale > 1.01)}
      >
        <TransformComponent wrapperClass="zoom">
          <div className="picture" style={size}>
            <SignedImage
              className="full"
              src={fileKind(photo.photoKey)?.maybePicture === false ? null : photo.photoURL}
              alt={`Photo ${photoTitle(photo)}`}
              aspectRatio="auto"
              loading="eager"
              fit="contain"
              placeholder={<UnshownFile photo={photo} />}
            />
          </div>
        </TransformComponent>
      </TransformWrapper>
    </div>
  );
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
