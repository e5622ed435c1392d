import { flushSync } from "react-dom";

/** The picture of a photo's tile in the grid, if it is in the document. */
function tileOf(path: string): HTMLElement | undefined {
  const links = document.querySelectorAll<HTMLAnchorElement>(".photos a");
  const link = [...links].find((link) => link.pathname === path);
  return link?.querySelector<HTMLElement>('[data-state="shown"]') ?? undefined;
}

/** Whether the browser can, and the reader wants to, see the tile grow into the photo. */
function isWanted(): boolean {
  return "startViewTransition" in document && !window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

const NAME = "photo";

/** Opens the viewer so that the photo grows out of its tile. */
export function growFromTile(path: string, open: () => void): void {
  const tile = tileOf(path);
  if (tile === undefined || !isWanted()) {
    open();
    return;
  }
  tile.style.viewTransitionName = NAME;
  const transition = document.startViewTransition(() => {
    tile.style.viewTransitionName = "";
    flushSync(open);
  });
  ignoreSkipping(transition);
}

/** Closes the viewer so that the photo shrinks into its tile. */
export function shrinkToTile(path: string, close: () => Promise<void>): void {
  if (!isWanted()) {
    void close();
    return;
  }
  let tile: HTMLElement | undefined;
  const transition = document.startViewTransition(async () => {
    await close();
    // Let React render the page without the viewer.
    await new Promise((rendered) => setTimeout(rendered));
    tile = tileOf(path);
    tile?.style.setProperty("view-transition-name", NAME);
  });
  ignoreSkipping(transition);
  void transition.finished.finally(() => tile?.style.removeProperty("view-transition-name"));
}

/** A hidden tab, or the next transition, skips this one: that is no error. */
function ignoreSkipping(transition: ViewTransition): void {
  transition.ready.catch(() => {});
}
