import type { BrowserContext, Page } from "playwright-core";
import { afterAll, expect, test as base } from "vitest";
import { launchBrowser } from "./browser.js";
import { scrollAndRender, settledPictures, type Pictures } from "./pictures.js";

const browser = await launchBrowser();
afterAll(() => browser?.close());

/** In milliseconds: only what hangs runs into it, for how fast the machine is must not matter. */
const PATIENCE = 120_000;

export interface View {
  width?: number;
  height?: number;
  scheme?: "light" | "dark";
  /** A phone or tablet: touch, and scroll bars that take no room. */
  touch?: boolean;
  reducedMotion?: boolean;
}

declare global {
  interface Window {
    /** What has moved by itself on this page. */
    shifts: string[];
  }
}

/**
 * A test with a browser. `open` gives it a page; in the end nothing on any of its pages may have moved by itself, nor thrown.
 */
const withPages = base.extend<{ open: (url: string, view?: View) => Promise<Page> }>({
  open: async ({}, use) => {
    const contexts: BrowserContext[] = [];
    const pages: Page[] = [];
    const thrown: Error[] = [];
    await use(
      async (url, { width = 1280, height = 900, scheme = "light", touch = false, reducedMotion = false } = {}) => {
        const context = await browser!.newContext({
          viewport: { width, height },
          colorScheme: scheme,
          hasTouch: touch,
          isMobile: touch,
          reducedMotion: reducedMotion ? "reduce" : "no-preference",
        });
        contexts.push(context);
        context.setDefaultTimeout(PATIENCE);
        await context.addInitScript(watchShifts);
        const page = await context.newPage();
        page.on("pageerror", (error) => thrown.push(error));
        pages.push(page);
        await page.goto(url);
        return page;
      },
    );
    try {
      expect(thrown).toEqual([]);
      for (const page of pages) {
        expect(await page.evaluate(() => window.shifts)).toEqual([]);
      }
    } finally {
      await Promise.all(contexts.map((context) => context.close()));
    }
  },
});

export const test = browser === undefined ? (withPages.skip as typeof withPages) : withPages;

function watchShifts() {
  interface Shift extends PerformanceEntry {
    value: number;
    /** Soon after a key or click, whose very purpose may be to move things. */
    hadRecentInput: boolean;
    sources: { node?: Node; previousRect: DOMRect; currentRect: DOMRect }[];
  }
  window.shifts = [];
  // Recent means half a second. On a busy machine the frame that shows what a key did comes later: count frames, too.
  const inputs: { handled: number; rendered: number }[] = [];
  for (const kind of ["keydown", "click"]) {
    const handle = () => {
      const input = { handled: performance.now(), rendered: Infinity };
      inputs.push(input);
      let frames = 0;
      const count = (now: number) => {
        if (frames++ < 3) requestAnimationFrame(count);
        else input.rendered = now;
      };
      requestAnimationFrame(count);
    };
    window.addEventListener(kind, handle, { capture: true });
  }
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries() as Shift[]) {
      const rendersInput = inputs.some(
        ({ handled, rendered }) => handled <= shift.startTime && shift.startTime <= rendered,
      );
      if (!shift.hadRecentInput && !rendersInput) {
        const what = shift.sources.map(
          ({ node, previousRect: a, currentRect: b }) =>
            `${(node as Element)?.className} ${a.x},${a.y} to ${b.x},${b.y}`,
        );
        window.shifts.push(`${shift.value}: ${what.join("; ")}`);
      }
    }
  }).observe({ type: "layout-shift", buffered: true });
}

/** Waits until each picture in view is there or has its placeholder. */
export async function picturesInView(page: Page, within = ".grid"): Promise<Pictures> {
  const found = await page.waitForFunction(settledPictures, within);
  return (await found.jsonValue()) as Pictures;
}

/** The photo that the viewer shows, by its caption, once its picture is there. */
export async function viewed(page: Page): Promise<string> {
  await picturesInView(page, ".slide[data-current]");
  // Raw touches do not wait for an animation as clicks do.
  await page.waitForFunction(() => !document.documentElement.matches(":active-view-transition"));
  return page.locator(".viewer .caption p").first().innerText();
}

/** Waits until the scrolling has come to rest in what the page shows. */
export async function scrollTo(page: Page, top: number): Promise<void> {
  await page.evaluate(scrollAndRender, top);
}
