import { useSyncExternalStore, type MouseEvent } from "react";

/** The page's places. They lie under /p/, apart from the API's own paths. */
export type Route = { name: "people" } | { name: "person"; personId: string; photoId?: string } | { name: "nowhere" };

const CHANGED = "beetroot:route";

export function pathOf(personId: string, photoId?: string): string {
  return ["/p", personId, ...(photoId === undefined ? [] : [photoId])].map((part, i) => (i ? encodeURIComponent(part) : part)).join("/");
}

export function routeOf(path: string): Route {
  const [, first, personId, photoId, ...rest] = path.split("/");
  if (first === "") {
    return { name: "people" };
  }
  try {
    if (first === "p" && personId && rest.length === 0) {
      return { name: "person", personId: decodeURIComponent(personId), photoId: photoId ? decodeURIComponent(photoId) : undefined };
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

/** Goes to another place; with `replace`, the back button skips the one that is left. */
export function go(path: string, { replace = false } = {}): void {
  // `inside` tells whether going back stays on this page.
  history[replace ? "replaceState" : "pushState"]({ inside: replace ? history.state?.inside : true }, "", path);
  window.dispatchEvent(new Event(CHANGED));
}

/** Back to where the reader came from, or, after a deep link, up. */
export function leaveTo(path: string): void {
  if (history.state?.inside) {
    history.back();
  } else {
    go(path, { replace: true });
  }
}

/** For links: the page's own places open without a load, unless the reader asks for a new tab. */
export function onLink(event: MouseEvent<HTMLAnchorElement>): void {
  if (event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey) {
    event.preventDefault();
    go(event.currentTarget.pathname);
    window.scrollTo(0, 0);
  }
}
