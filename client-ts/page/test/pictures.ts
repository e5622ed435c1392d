// What runs in the page, in any engine: each function must stand alone.

/** The pictures in view. */
export interface Pictures {
  shown: number;
  /** Whom or what the tiles without a picture are of. */
  placeholders: string[];
}

/** Returns the pictures in view, or false while one of them neither is there nor has its placeholder. */
export function settledPictures(within: string): Pictures | false {
  const inView = [...document.querySelectorAll<HTMLElement>(`${within} [data-state]`)].filter((picture) => {
    const { top, bottom } = picture.getBoundingClientRect();
    return bottom > 0 && top < window.innerHeight;
  });
  const shown = inView.filter(
    (picture) => picture.dataset.state === "shown" && picture.querySelector("img")!.naturalWidth > 0,
  ).length;
  const placeholders = inView
    .filter((picture) => picture.dataset.state === "placeholder")
    .map(
      (picture) =>
        picture.closest("a")?.ariaLabel ??
        picture.parentElement!.querySelector(".name, .beetroot-name")?.textContent ??
        "",
    );
  return inView.length > 0 && shown + placeholders.length === inView.length && { shown, placeholders };
}

/** Scrolls, and returns when the page shows what that brings into view. */
export async function scrollAndRender(top: number): Promise<void> {
  window.scrollTo(0, top);
  // One frame for the scroll event, one for what it renders.
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}
