import {
  useContext,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
  type CSSProperties,
  type ReactNode,
} from "react";
import { useBeetroot } from "./BeetrootProvider.js";
import { LoadControlContext } from "./loadControl.js";

export interface SignedImageProps {
  /** A `…URL` of a response; null shows the placeholder. */
  src: string | null;
  /** Describes the image to people who do not see it; `""` if the text next to it does so already. */
  alt: string;
  /** The space that the image takes, as a CSS `aspect-ratio`; by default a square. */
  aspectRatio?: CSSProperties["aspectRatio"];
  /** `"eager"` for the one image that the page is about; all others load as they come into view. */
  loading?: "lazy" | "eager";
  /** How the image fills its space: cropped (by default) or whole. */
  fit?: "cover" | "contain";
  className?: string;
  /** Shown if there is no image: initials, for example. By default a silhouette. */
  placeholder?: ReactNode;
}

/** The first failure of a URL. */
interface Failure {
  src: string;
  /** The value of `connection` at that time: after a reconnect the failure no longer counts. */
  connection: number;
  /** Whether the data of the page was refetched since, so that the second try may begin. */
  isRenewed: boolean;
}

/**
 * Shows an image by a temporary URL, and keeps it from breaking. After an error, the data of the page is refetched, once for all
 * images that fail, and the image is tried again; if it fails again, the placeholder stays, also after later renewals. A URL that
 * has ended is not tried: the image waits for its renewal. While a renewed URL loads, the old image stays; give the image of
 * another person or photo another React `key`.
 *
 * The wrapping `<span>` carries `data-state`: `loading`, `shown` or `placeholder`.
 */
export function SignedImage({
  src,
  alt,
  aspectRatio = "1",
  loading = "lazy",
  fit = "cover",
  className,
  placeholder,
}: SignedImageProps) {
  const { crossOrigin, renewer, connection } = useBeetroot();
  const loadControl = useContext(LoadControlContext);
  const isHydrated = useIsHydrated();
  const [isServerRendered] = useState(!isHydrated);
  const [isShown, setIsShown] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const [mayLoad, setMayLoad] = useState(() => !loadControl.isPaused || (src !== null && renewer.hasLoaded(src)));
  const image = useRef<HTMLImageElement>(null);

  useEffect(() => {
    if (src === null) {
      setIsShown(false);
      return;
    }
    return renewer.show(src);
  }, [renewer, src]);
  useEffect(() => (mayLoad ? undefined : loadControl.whenResumed(() => setMayLoad(true))), [mayLoad, loadControl]);

  const hasFailed = failure !== undefined && failure.src === src && failure.connection === connection;
  const loss = src === null ? undefined : renewer.lossOf(src);
  const isAbsent = src === null || loss === "final";
  // An image that the server rendered is the same on the first rendering here, whatever the time is by now.
  const hasEnded = isHydrated && !isAbsent && !isShown && renewer.hasEnded(src);
  const waits = !mayLoad || hasEnded || (hasFailed && !failure.isRenewed);
  const showsPlaceholder = isAbsent || (loss === "retry" && !isShown);

  const onLoad = () => {
    if (src !== null) {
      renewer.reportLoaded(src);
      setIsShown(true);
    }
  };
  const onError = async () => {
    if (src === null) {
      return;
    }
    setIsShown(false);
    if (hasFailed || loss === "retry") {
      renewer.reportLost(src);
      setFailure({ src, connection, isRenewed: true });
      return;
    }
    setFailure({ src, connection, isRenewed: false });
    await renewer.renewFailed(src);
    setFailure((now) => (now?.src === src ? { ...now, isRenewed: true } : now));
  };

  // The events of an image that loaded or failed before hydration are gone, so its state is read.
  const readState = useRef(() => {});
  useEffect(() => {
    readState.current = () => {
      if (image.current?.complete) {
        void (image.current.naturalWidth > 0 ? onLoad() : onError());
      }
    };
  });
  useEffect(() => {
    if (!isServerRendered) {
      return;
    }
    // Later than all effects of this rendering: TanStack's hooks are not active before, and could not be refetched.
    let isGone = false;
    queueMicrotask(() => isGone || readState.current());
    return () => {
      isGone = true;
    };
  }, [isServerRendered]);

  return (
    <span
      className={className}
      data-state={showsPlaceholder ? "placeholder" : isShown ? "shown" : "loading"}
      style={{ display: "block", position: "relative", overflow: "hidden", aspectRatio }}
    >
      {showsPlaceholder && (
        <span role={alt === "" ? undefined : "img"} aria-label={alt || undefined} style={FILL}>
          {placeholder ?? <Silhouette />}
        </span>
      )}
      {!isAbsent && !waits && (
        <img
          key={hasFailed ? "second try" : "first try"}
          ref={image}
          alt={showsPlaceholder ? "" : alt}
          // React 18 sets attributes in this order, and WebKit loads at once if `src` comes before `loading`.
          loading={loading}
          decoding="async"
          crossOrigin={crossOrigin}
          onLoad={onLoad}
          onError={() => void onError()}
          style={{ ...FILL, objectFit: fit, visibility: showsPlaceholder ? "hidden" : undefined }}
          src={src}
        />
      )}
    </span>
  );
}

const FILL: CSSProperties = { position: "absolute", inset: 0, width: "100%", height: "100%" };

function Silhouette() {
  return (
    <svg viewBox="0 0 24 24" fill="currentColor" aria-hidden="true" style={{ ...FILL, opacity: 0.35 }}>
      <circle cx="12" cy="10" r="4" />
      <path d="M4 22c0-4.4 3.6-7 8-7s8 2.6 8 7z" />
    </svg>
  );
}

/** False on the server and on the first rendering of its HTML in the browser. */
function useIsHydrated(): boolean {
  return useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  );
}
