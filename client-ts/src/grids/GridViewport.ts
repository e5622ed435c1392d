import { LoadControl } from "../react/loadControl.js";

/** Where the tiles of a grid lie, in CSS pixels, and which of its rows are in the window. */
export interface GridLayout {
  columns: number;
  tileWidth: number;
  tileHeight: number;
  columnGap: number;
  rowGap: number;
  /** The first row in the window; negative while the grid begins below its top. */
  firstRow: number;
  lastRow: number;
}

/** Nobody looks at tiles that move faster than this (CSS pixels in a millisecond), … */
const FAST = 2;
/** … until they are slower than this, measured over `SLOW_FOR`. */
const SLOW = 1;
const SLOW_FOR = 100;
/** A grid is at rest after this time (ms) without a movement, and as many frames: a slow machine moves it at each of few frames. */
const REST_TIME = 120;
const REST_FRAMES = 6;

/**
 * Measures a grid that CSS has laid out, whenever something scrolls: the window or any element around the grid. Pauses the loading
 * of images while the grid flies past.
 */
export class GridViewport {
  readonly loadControl = new LoadControl();
  readonly #listeners = new Set<() => void>();
  #element: HTMLElement | undefined;
  #layout: GridLayout | undefined;
  #last: Position = { time: 0, top: 0 };
  /** From where the speed is measured. */
  #reference: Position = this.#last;
  #frame = 0;

  /** For `useSyncExternalStore`: its renderings come before the next frame, so no empty rows are seen while scrolling. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly layout = (): GridLayout | undefined => this.#layout;

  /** Watches a grid. Returns the function that ends it. */
  attach(element: HTMLElement): () => void {
    this.#element = element;
    this.#last = { time: performance.now(), top: element.getBoundingClientRect().top };
    const measure = () => this.measure();
    const onScroll = () => {
      this.#watchSpeed();
      this.measure();
    };
    const observer = new ResizeObserver(measure);
    // Not the content, whose height changes with the padding at each scroll: browsers report that as an error of the page.
    observer.observe(element, { box: "border-box" });
    // Scrolling does not bubble, but it can be captured.
    document.addEventListener("scroll", onScroll, { capture: true, passive: true });
    window.addEventListener("resize", measure);
    this.measure();
    return () => {
      observer.disconnect();
      document.removeEventListener("scroll", onScroll, { capture: true });
      window.removeEventListener("resize", measure);
      cancelAnimationFrame(this.#frame);
      this.loadControl.resume();
    };
  }

  measure(): void {
    const next = this.#element && this.#measured(this.#element);
    if (next !== undefined && !isSame(next, this.#layout)) {
      this.#layout = next;
      this.#listeners.forEach((listener) => listener());
    }
  }

  #measured(element: HTMLElement): GridLayout | undefined {
    const style = getComputedStyle(element);
    const tracks = style.gridTemplateColumns.split(" ").map(parseFloat);
    const tileWidth = tracks[0] ?? NaN;
    const columnGap = parseFloat(style.columnGap) || 0;
    const rowGap = parseFloat(style.rowGap) || 0;
    const tile = element.querySelector(":scope > [data-loaded]");
    const tileHeight = tile?.getBoundingClientRect().height ?? this.#layout?.tileHeight ?? 0;
    if (!(tileWidth > 0 && tileHeight > 0)) {
      // Not displayed.
      return undefined;
    }
    const { top } = element.getBoundingClientRect();
    const row = tileHeight + rowGap;
    return {
      columns: tracks.length,
      tileWidth,
      tileHeight,
      columnGap,
      rowGap,
      firstRow: Math.floor(-top / row),
      lastRow: Math.floor((window.innerHeight - top) / row),
    };
  }

  /** Pauses images while the grid moves fast, and resumes them once it is slow or at rest. */
  #watchSpeed(): void {
    const now: Position = { time: performance.now(), top: this.#element?.getBoundingClientRect().top ?? 0 };
    const distance = Math.abs(now.top - this.#last.top);
    if (distance === 0) {
      return;
    }
    // A jump, say to the end of the list, is often the first of many.
    if (speedBetween(this.#last, now) > FAST || distance > window.innerHeight) {
      this.loadControl.pause();
      this.#reference = now;
    } else if (now.time - this.#reference.time >= SLOW_FOR) {
      if (speedBetween(this.#reference, now) < SLOW) {
        this.loadControl.resume();
      }
      this.#reference = now;
    }
    this.#last = now;
    if (this.loadControl.isPaused) {
      this.#awaitRest();
    }
  }

  #awaitRest(): void {
    cancelAnimationFrame(this.#frame);
    let frames = 0;
    const count = () => {
      frames++;
      if (frames > REST_FRAMES && performance.now() - this.#last.time > REST_TIME) {
        this.loadControl.resume();
      } else {
        this.#frame = requestAnimationFrame(count);
      }
    };
    this.#frame = requestAnimationFrame(count);
  }
}

/** Where the top of the grid is at a moment. */
interface Position {
  time: number;
  top: number;
}

function speedBetween(one: Position, other: Position): number {
  return Math.abs(other.top - one.top) / Math.max(1, other.time - one.time);
}

function isSame(one: GridLayout, other: GridLayout | undefined): boolean {
  return (
    other !== undefined && (Object.keys(one) as (keyof GridLayout)[]).every((member) => one[member] === other[member])
  );
}
