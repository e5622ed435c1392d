import { useEffect, useState } from "react";

/** After how long (ms) a browser that does not report idle time counts as idle. */
const IDLE_AFTER = 200;

/** Whether the reader wants the browser to save data; only Chromium knows. */
export function savesData(): boolean {
  const { connection } = navigator as { connection?: { saveData?: boolean } };
  return connection?.saveData === true;
}

/**
 * Returns whether the originals of a photo's neighbours may be loaded: once its own is there and the browser is idle.
 *
 * @param photoId the photo that is shown; undefined while its own original loads
 */
export function useLoadAhead(photoId: string | undefined): boolean {
  const [idleFor, setIdleFor] = useState<string>();
  useEffect(() => {
    if (photoId === undefined || savesData()) {
      return;
    }
    const begin = () => setIdleFor(photoId);
    // Safari has it since version 26 only.
    if (!("requestIdleCallback" in window)) {
      const timer = setTimeout(begin, IDLE_AFTER);
      return () => clearTimeout(timer);
    }
    const idle = requestIdleCallback(begin);
    return () => cancelIdleCallback(idle);
  }, [photoId]);
  return photoId !== undefined && idleFor === photoId;
}
