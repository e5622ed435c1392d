import { useSyncExternalStore, type MouseEvent } from "react";

// A router library would decode a path before it splits it, and a personId may hold a slash or a percent sign.

/** The page's routes. They lie under /p/, apart from the API's own paths. */
export type Route =
  { name: "people" } | { name: "person"; personId: string; photoId?: string; start?: ListStart } | { name: "notFound" };

/** From where a list is read: the cursor of a page, and how many rows come before it. */
export interface ListStart {
  cursor: string;
  before: number;
}

const CHANGED = "beetroot:route";

/** @param start where the page of the list that holds the photo starts, so that its link opens with one request */
export function pathOf(personId: string, photoId?: string, start?: ListStart): string {
  const path = ["/p", personId, ...(photoId === undefined ? [] : [photoId])]
    .map((part, i) => (i ? encodeURIComponent(part) : part))
    .join("/");
  return start === undefined
    ? path
    : `${path}?${new URLSearchParams({ from: start.cursor, before: `${start.before}` })}`;
}

export function routeOf(path: string, search = ""): Route {
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
        start: startOf(new URLSearchParams(search)),
      };
    }
  } catch {
    // A stray percent sign is no route either.
  }
  return { name: "notFound" };
}

function startOf(search: URLSearchParams): ListStart | undefined {
  const cursor = search.get("from");
  const before = Number(search.get("before"));
  return cursor && Number.isSafeInteger(before) && before > 0 ? { cursor, before } : undefined;
}

export function useRoute(): Route {
  const search = useSearch();
  return routeOf(
    useSyncExternalStore(subscribe, () => window.location.pathname),
    search,
  );
}

/** The query of the address. */
export function useSearch(): string {
  return useSyncExternalStore(subscribe, () => window.location.search);
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

/** Goes back to where the reader came from, or, after a deep link, up to the path. Resolves once the page is there. */
export async function leaveTo(path: string): Promise<void> {
  if (cameFromWithin()) {
    const arrived = new Promise((resolve) => window.addEventListener("popstate", resolve, { once: true }));
    history.back();
    await arrived;
  } else {
    go(path, { replace: true });
  }
}

/** For links: the page's own places open without a load, unless the reader wants a new tab. */
export function onLink(event: MouseEvent<HTMLAnchorElement>): void {
  if (opensHere(event)) {
    const { pathname, search } = event.currentTarget;
    go(pathname + search);
    window.scrollTo(0, 0);
  }
}

/** Whether a click on a link opens it in this tab; then the page opens it, not the browser. */
export function opensHere(event: MouseEvent): boolean {
  const here = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (here) {
    event.preventDefault();
  }
  return here;
}

/** Opens a place over the one that is left, whose scroll position the browser leaves alone until `restoreScrolling`. */
export function goOver(path: string): void {
  history.scrollRestoration = "manual";
  go(path);
}

/** Lets the browser restore scroll positions again. */
export function restoreScrolling(): void {
  // Later than the browser's own scrolling, which follows the event that led here.
  setTimeout(() => (history.scrollRestoration = "auto"));
}
