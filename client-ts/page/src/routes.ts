import { useSyncExternalStore, type MouseEvent } from "react";

// A router library would decode a path before it splits it, and a personId may hold a slash or a percent sign.

/** The page's places. They lie under /p/, apart from the API's own paths. */
export type Route = { name: "people" } | { name: "person"; personId: string; photoId?: string } | { name: "nowhere" };

const CHANGED = "beetroot:route";

export function pathOf(personId: string, photoId?: string): string {
  return ["/p", personId, ...(photoId === undefined ? [] : [photoId])]
    .map((part, i) => (i ? encodeURIComponent(part) : part))
    .join("/");
}

export function routeOf(path: string): Route {
  const [, first, personId, photoId, ...rest] = path.split("/");
  if (first === "") {
    return { name: "people" };
  }
  try {
    if (first === "p" && personId && rest.length === 0) {
      return {
        name: "person",
        personId: decodeURIComponent(personId),
        photoId: photoId ? decodeURIComponent(photoId) : undefined,
      };
    }
  } catch {
    // A stray percent sign is no place either.
  }
  return { name: "nowhere" };
}

export function useRoute(): Route {
  return routeOf(useSyncExternalStore(subscribe, () => window.location.pathname));
}

function subscribe(changed: () => void): () => void {
  window.addEventListener("popstate", changed);
  window.addEventListener(CHANGED, changed);
  return () => {
    window.removeEventListener("popstate", changed);
    window.removeEventListener(CHANGED, changed);
  };
}

/** Whether the reader came to this place from another one of the page, and not by its address. */
export function cameFromWithin(): boolean {
  return (history.state as { within?: boolean } | null)?.within === true;
}

/** Goes to another place; with `replace`, the back button skips the one that is left. */
export function go(path: string, { replace = false } = {}): void {
  if (replace) {
    history.replaceState(history.state, "", path);
  } else {
    history.pushState({ within: true }, "", path);
  }
  window.dispatchEvent(new Event(CHANGED));
}

/** Back to where the reader came from, or, after a deep link, up. */
export function leaveTo(path: string): void {
  if (cameFromWithin()) {
    history.back();
  } else {
    go(path, { replace: true });
  }
}

/** For links: the page's own places open without a load, unless the reader asks for a new tab. */
export function onLink(event: MouseEvent<HTMLAnchorElement>): void {
  if (opensHere(event)) {
    go(event.currentTarget.pathname);
    window.scrollTo(0, 0);
  }
}

/** The same for a place that lies over the one that is left. That one's scrolling is its own affair until `isUncovered`. */
export function onLinkOver(event: MouseEvent<HTMLAnchorElement>): void {
  if (opensHere(event)) {
    history.scrollRestoration = "manual";
    go(event.currentTarget.pathname);
  }
}

/** Nothing lies over this place any more: from now on the browser may scroll it to where it was. */
export function isUncovered(): void {
  // Later than the browser's own scrolling, which follows the event that led here.
  setTimeout(() => (history.scrollRestoration = "auto"));
}

function opensHere(event: MouseEvent): boolean {
  const here = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (here) {
    event.preventDefault();
  }
  return here;
}
