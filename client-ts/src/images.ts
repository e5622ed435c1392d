import type { PersonAnswer, PersonPage, PhotoPage } from "../generated/index.js";
import { pollClock } from "./clock.js";
import { lifetimeUntil, objectsOf, pictureOf, PAUSE_AFTER_ERROR, renewalTimeOf } from "./renewal.js";

export interface RenewImagesOptions<T> {
  /** Where the images are; by default the whole document. */
  root?: ParentNode & EventTarget;
  /** Called with each renewed response, for URLs that are used otherwise: in a link or a style. */
  onRenew?: (response: T) => void;
  /** Ends the renewal. */
  signal?: AbortSignal;
}

/**
 * Keeps the `<img>` elements of a page without React working. Sends a request, such as `() => client.listPersons()`, and returns its
 * response; sends it again before its URLs end or when one of its images fails, and then replaces the URLs in the `src` of all
 * `<img>` elements. An image whose `previewURL` fails gets the `photoURL` of the same photo instead.
 */
export async function renewImages<T extends PersonPage | PersonAnswer | PhotoPage>(
  request: () => Promise<T>,
  { root = document, onRenew, signal }: RenewImagesOptions<T> = {},
): Promise<T> {
  const spread = Math.random();
  /** The objects of all URLs so far, and the current URL of each. */
  const objects = new Map<unknown, string>();
  const urls = new Map<string, unknown>();
  /** The original of each preview, both as objects. */
  const originals = new Map<string, string>();
  let lifetime = lifetimeUntil(undefined);
  let resumesAt = 0;
  let renewal: Promise<void> | undefined;
  /** Whether the current response was requested because an image failed: requesting it again would not help. */
  let isSecondTry = false;

  const take = (response: T) => {
    lifetime = lifetimeUntil(response.expiresAt);
    for (const row of rowsOf(response)) {
      for (const [url, object] of objectsOf(row)) {
        objects.set(url, object);
        urls.set(object, url);
      }
      const { preview, original } = pictureOf(row);
      originals.set(preview, original);
    }
  };
  const replaceUrl = (image: HTMLImageElement) => {
    const src = image.getAttribute("src");
    const url = urls.get(objects.get(src) ?? "");
    if (typeof url === "string" && url !== src) {
      image.src = url;
    }
  };
  const renew = async (isAfterFailure: boolean) => {
    try {
      const response = await request();
      signal?.throwIfAborted();
      take(response);
      isSecondTry = isAfterFailure;
      root.querySelectorAll("img").forEach(replaceUrl);
      onRenew?.(response);
    } catch {
      // The images stay as they are; the next try may succeed.
      resumesAt = Date.now() + PAUSE_AFTER_ERROR;
    } finally {
      renewal = undefined;
    }
  };
  const onError = ({ target }: Event) => {
    if (!(target instanceof HTMLImageElement)) {
      return;
    }
    const src = target.getAttribute("src");
    const hasEnded = lifetime.endsAt !== undefined && lifetime.endsAt <= Date.now();
    const original = urls.get(originals.get(objects.get(src) ?? "") ?? "");
    if (urls.get(objects.get(src) ?? "") !== src) {
      // An image that was made with a URL from before.
      replaceUrl(target);
    } else if (typeof original === "string" && !hasEnded) {
      // There is no preview.
      target.src = original;
    } else if (objects.has(src) && !isSecondTry && Date.now() >= resumesAt) {
      renewal ??= renew(true);
    }
  };

  const response = await request();
  signal?.throwIfAborted();
  take(response);
  const stopClock = pollClock(() => {
    if (document.visibilityState === "visible" && Date.now() >= Math.max(resumesAt, renewalTimeOf(lifetime, spread))) {
      renewal ??= renew(false);
    }
  });
  // The error of an image does not bubble, but it can be captured.
  root.addEventListener("error", onError, { capture: true });
  signal?.addEventListener("abort", () => {
    stopClock();
    root.removeEventListener("error", onError, { capture: true });
  });
  return response;
}

function rowsOf(response: PersonPage | PersonAnswer | PhotoPage): object[] {
  return "persons" in response ? response.persons : "photos" in response ? response.photos : [response.person];
}
