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
  /** The `previewURL` of a photo, which is shown instead of `src`. If there is no preview, `src` is. */
  preview?: string | null;
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
  /** Called when `data-state` changes, and once at the start. */
  onStateChange?: (state: SignedImageState) => void;
}

/** `data-state` of a `SignedImage`. */
export type SignedImageState = "loading" | "shown" | "placeholder";

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
 * A preview may be missing: after an error the image is loaded from `src` at once, without a refetch, and a preview that is known to
 * be missing is not requested again.
 *
 * The wrapping `<span>` carries `data-state`: `loading`, `shown` or `placeholder`.
 */
export function SignedImage({
  src: original,
  preview = null,
  alt,
  aspectRatio = "1",
  loading = "lazy",
  fit = "cover",
  className,
  placeholder,
  onStateChange,
}: SignedImageProps) {
  const { crossOrigin, renewer, connection } = useBeetroot();
  const loadControl = useContext(LoadControlContext);
  const isHydrated = useIsHydrated();
  const [isServerRendered] = useState(!isHydrated);
  const [shown, setShown] = useState<"preview" | "original">();
  const isShown = shown !== undefined;
  const [failure, setFailure] = useState<Failure>();
  const [previewFailure, setPreviewFailure] = useState<Pick<Failure, "src" | "connection">>();
  const isPreviewLost =
    preview !== null &&
    ((previewFailure?.src === preview && previewFailure.connection === connection) ||
      renewer.lossOf(preview) === "final");
  // What is shown stays, whatever becomes known of the other.
  const isPreview = preview !== null && (shown === undefined ? !isPreviewLost : shown === "preview");
  const src = isPreview ? preview : original;
  const [mayLoad, setMayLoad] = useState(() => !loadControl.isPaused || (src !== null && renewer.hasLoaded(src)));
  const image = useRef<HTMLImageElement>(null);

  useEffect(() => {
    if (src === null) {
      setShown(undefined);
      return;
    }
    return renewer.show(src);
  }, [renewer, src]);
  useEffect(() => (mayLoad ? undefined : loadControl.whenResumed(() => setMayLoad(true))), [mayLoad, loadControl]);

  const hasFailed = failure !== undefined && failure.src === src && failure.connection === connection;
  const loss = original === null ? undefined : renewer.lossOf(original);
  const isAbsent = src === null || (loss === "final" && !isPreview);
  // An image that the server rendered is the same on the first rendering here, whatever the time is by now.
  const hasEnded = isHydrated && !isAbsent && !isShown && renewer.hasEnded(src);
  const waits = !mayLoad || hasEnded || (hasFailed && !failure.isRenewed);
  const showsPlaceholder = isAbsent || (loss !== undefined && !isShown);
  const state = showsPlaceholder ? "placeholder" : isShown ? "shown" : "loading";
  const reportState = useRef(onStateChange);
  useEffect(() => {
    reportState.current = onStateChange;
  });
  useEffect(() => reportState.current?.(state), [state]);

  const onLoad = () => {
    if (src !== null) {
      renewer.reportLoaded(src);
      if (preview !== null && !isPreview && renewer.lossOf(preview) !== undefined) {
        renewer.reportPreviewLost(preview, { isMissing: true });
      }
      setShown(isPreview ? "preview" : "original");
    }
  };
  const onError = async () => {
    if (src === null) {
      return;
    }
    setShown(undefined);
    if (isPreview && !renewer.hasEnded(src)) {
      renewer.reportPreviewLost(src, { isMissing: false });
      setPreviewFailure({ src, connection });
      return;
    }
    if (hasFailed || (loss === "retry" && !isPreview)) {
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
      data-state={state}
      style={{ display: "block", position: "relative", overflow: "hidden", aspectRatio }}
    >
      {showsPlaceholder && (
        <span role={alt === "" ? undefined : "img"} aria-label={alt || undefined} style={FILL}>
          {placeholder ?? <Silhouette />}
        </span>
      )}
      {!isAbsent && !waits && (
        <img
          key={`${isPreview ? "preview" : "original"} ${hasFailed ? "second" : "first"} try`}
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
