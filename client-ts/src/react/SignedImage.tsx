import { useEffect, useState, type CSSProperties, type ReactNode } from "react";
import { useBeetroot } from "./BeetrootProvider.js";

export interface SignedImageProps {
  /** A `…URL` of an answer; null shows the placeholder. */
  src: string | null;
  /** What the image shows, for those who do not see it; `""` where the text beside it says so already. */
  alt: string;
  /** The space that is kept for it, as CSS has it; by default a square. */
  aspectRatio?: CSSProperties["aspectRatio"];
  /** `"eager"` for the one image that the page is about; all others load as they come into view. */
  loading?: "lazy" | "eager";
  /** How it fills its space: cropped (by default), or whole. */
  fit?: "cover" | "contain";
  className?: string;
  /** Stands in where there is no image: initials, for one. By default a silhouette. */
  placeholder?: ReactNode;
}

/**
 * A temporary image that does not break: on an error the data of the page is refetched, once for all images that fail, and the
 * image tried again; then the placeholder stays, until the URL is another one. A URL that has ended is not tried, but awaits its
 * renewal. While a renewed URL loads, the image stays; for another person's or photo's image use another React `key`.
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
  const { crossOrigin, renewal, connection } = useBeetroot();
  const [shown, setShown] = useState(false);
  // Of which URL the first try has failed, and whether its second may begin.
  const [failed, setFailed] = useState<{ src: string; connection: number; renewed: boolean }>();
  useEffect(() => {
    if (src === null) {
      setShown(false);
      return;
    }
    return renewal.show(src);
  }, [renewal, src]);

  const hasFailed = failed !== undefined && failed.src === src && failed.connection === connection;
  const absent = src === null || renewal.isLost(src);
  const waits = !absent && ((hasFailed && !failed.renewed) || (!shown && renewal.hasEnded(src)));

  const onError = async () => {
    if (src === null) {
      return;
    }
    setShown(false);
    if (hasFailed) {
      renewal.lose(src);
      setFailed({ ...failed });
      return;
    }
    setFailed({ src, connection, renewed: false });
    await renewal.renewFailed(src);
    setFailed((now) => (now?.src === src ? { ...now, renewed: true } : now));
  };

  return (
    <span
      className={className}
      data-state={absent ? "placeholder" : shown ? "shown" : "loading"}
      style={{ display: "block", position: "relative", overflow: "hidden", aspectRatio }}
    >
      {absent ? (
        <span role={alt === "" ? undefined : "img"} aria-label={alt || undefined} style={FILL}>
          {placeholder ?? <Silhouette />}
        </span>
      ) : (
        !waits && (
          <img
            key={hasFailed ? "again" : "first"}
            src={src}
            alt={alt}
            loading={loading}
            decoding="async"
            crossOrigin={crossOrigin}
            onLoad={() => setShown(true)}
            onError={onError}
            style={{ ...FILL, objectFit: fit }}
          />
        )
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
