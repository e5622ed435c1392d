import { KnownPages } from "./knownPages.js";
import type { ListStart } from "./routes.js";

/** Where the reader was in a list when the page was left. */
interface Place {
  /** Path and query of the page. */
  address: string;
  scrollY: number;
  /** The page of the list that was in view; undefined for the first. */
  start?: ListStart;
  pages: ReturnType<KnownPages["toJSON"]>;
}

const STORED = "beetroot:place";

const address = () => window.location.pathname + window.location.search;

/** The place that a reload, or a way back from another site, returns to. */
let place = read();

function read(): Place | undefined {
  const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  try {
    const stored = JSON.parse(sessionStorage.getItem(STORED) ?? "null") as Place | null;
    const returns = navigation?.type === "reload" || navigation?.type === "back_forward";
    return returns && stored?.address === address() ? stored : undefined;
  } catch {
    // A browser may forbid to keep anything.
    return undefined;
  }
}

/** The place to return to, on the first page that is shown only. */
export function placeToRestore(): Place | undefined {
  return place?.address === address() ? place : undefined;
}

/** Keeps the place while the page is left. */
export function keepPlace({ start, pages }: { start?: ListStart; pages: KnownPages }): void {
  const left: Place = { address: address(), scrollY: window.scrollY, start, pages: pages.toJSON() };
  try {
    sessionStorage.setItem(STORED, JSON.stringify(left));
  } catch {
    // The place is lost, which is no reason to fail.
  }
}

const INPUTS = ["wheel", "touchstart", "pointerdown", "keydown"] as const;

/** Scrolls to the place as soon as the document is long enough, unless the reader scrolls first. Returns the function that ends it. */
export function restoreScrollY(): () => void {
  const scrollY = placeToRestore()?.scrollY;
  if (scrollY === undefined) {
    return () => {};
  }
  history.scrollRestoration = "manual";
  const end = () => {
    place = undefined;
    history.scrollRestoration = "auto";
    observer.disconnect();
    INPUTS.forEach((input) => window.removeEventListener(input, end));
  };
  const observer = new ResizeObserver(() => {
    window.scrollTo(0, scrollY);
    if (Math.abs(window.scrollY - scrollY) <= 1) {
      end();
    }
  });
  observer.observe(document.body);
  INPUTS.forEach((input) => window.addEventListener(input, end));
  return () => observer.disconnect();
}
