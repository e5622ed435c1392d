import { readFileSync } from "node:fs";
import type { Page, Request } from "playwright-core";
import { expect, inject } from "vitest";
import { startGallery } from "../../test/gallery.js";
import { LASTING } from "./galleries.js";
import { picturesInView, scrollTo, test, viewed } from "./page.js";
import { Relay } from "./relay.js";

// Its URLs work for an hour, so nothing is renewed meanwhile.
const url = inject("largeGallery");

interface Photo {
  photoId: string;
  photoKey: string | null;
  photoURL: string | null;
  previewURL: string | null;
}

async function photosOfAnna(url: string): Promise<Photo[]> {
  const response = await fetch(`${url}/persons/anna/photos`);
  return ((await response.json()) as { photos: Photo[] }).photos;
}

const isPreview = (address: string) => new URL(address, url).pathname.includes("/previews/");
const isOriginal = (address: string) => !isPreview(address) && new URL(address, url).pathname.includes("/photos-raw/");
const pathOf = (address: string) => new URL(address, url).pathname;

test.for(LASTING)(
  "a photo of %s without a preview shows its original, after one failed request, and none on scrolling back",
  async ([, gallery], { open }) => {
    const url = inject(gallery);
    const photos = await photosOfAnna(url);
    // Missing in the sample library on purpose.
    const index = photos.findIndex(({ photoKey }) => /[27]5\.jpg$/.test(photoKey ?? ""));
    const { photoURL, previewURL } = photos[index]!;
    const page = await open("about:blank");
    // The browser blocks the body of an image that S3 answers with XML, so the requests are counted, not the responses.
    const requested: string[] = [];
    page.on("request", (request) => request.url() === previewURL && requested.push(request.url()));
    await page.goto(`${url}/p/anna`);
    await picturesInView(page);
    const tile = page.locator(`.photos li[data-index="${index}"]`);
    const rows = await page.locator(".photos li").nth(1).boundingBox();
    const top = Math.floor(index / 5) * rows!.height;
    await scrollTo(page, top);
    await picturesInView(page);
    expect(await tile.locator("img").getAttribute("src")).toBe(photoURL);
    expect(requested).toHaveLength(1);

    await scrollTo(page, top + 6_000);
    await picturesInView(page);
    await tile.waitFor({ state: "detached" });
    await scrollTo(page, top);
    await picturesInView(page);
    expect(await tile.locator("img").getAttribute("src")).toBe(photoURL);
    expect(requested).toHaveLength(1);
  },
);

test.for(LASTING)(
  "if all previews of %s are missing, each visible photo costs one failed request, and the list is not requested again",
  async ([, gallery], { open }) => {
    const relay = await Relay.to(inject(gallery), { withImages: true });
    relay.isRefused = isPreview;
    try {
      const page = await open(`${relay.url}/p/anna`);
      const { shown, placeholders } = await picturesInView(page);
      expect(placeholders).toEqual([]);
      const lists = relay.requests.length;
      const sources = await page
        .locator(".photos img")
        .evaluateAll((images) => images.map((image) => (image as HTMLImageElement).src));
      expect(sources.filter(isPreview).length, "what is not near the view has not been tried").toBeLessThan(
        sources.length - shown + 1,
      );
      await scrollTo(page, 6_000);
      await picturesInView(page);
      await scrollTo(page, 0);
      expect((await picturesInView(page)).shown).toBe(shown);

      const previews = relay.imageRequests.filter(isPreview).map(pathOf);
      expect(previews.length).toBeGreaterThanOrEqual(shown);
      expect(new Set(previews).size).toBe(previews.length);
      expect(relay.requests.length).toBe(lists);
    } finally {
      await relay.cut();
    }
  },
);

test("the viewer shows the preview at once, and no frame is blank or moved when the original replaces it", async ({
  open,
}) => {
  const page = await open(`${url}/p/anna`);
  // Some previews are missing: their originals are there before the others are held.
  await picturesInView(page);
  const release = await holdOriginals(page);
  await page.locator(".photos a").nth(1).click();
  await page.locator('.slide[data-current] .preview[data-state="shown"]').waitFor();
  const current = page.locator(".slide[data-current]");
  expect(isPreview((await current.locator("img").first().getAttribute("src"))!)).toBe(true);
  await page.waitForFunction(
    () => document.querySelector(".slide[data-current]")!.getAnimations({ subtree: true }).length === 0,
  );

  const frames = await recordFrames(page);
  await release();
  await current.locator(".sharp").waitFor();
  await current.locator(".preview").waitFor({ state: "detached" });
  expect(isOriginal((await current.locator("img").getAttribute("src"))!)).toBe(true);
  const { states, pictures } = await frames.stop();

  expect(states.filter(({ visible }) => !visible)).toEqual([]);
  expect(new Set(states.map(({ box }) => box)).size).toBe(1);
  expect(states.length).toBeGreaterThan(2);
  // What the screen showed, compared with the preview: a blank frame would differ by far more than another scaling does.
  const compared = await open("about:blank");
  const differences = await compared.evaluate(differencesToFirst, pictures);
  expect(pictures.length).toBeGreaterThan(0);
  expect(Math.max(...differences)).toBeLessThan(12);
});

test("a zoom into the preview stays when the original comes", async ({ open }) => {
  const page = await open(`${url}/p/anna`);
  // Some previews are missing: their originals are there before the others are held.
  await picturesInView(page);
  const release = await holdOriginals(page);
  await page.locator(".photos a").nth(1).click();
  await page.locator('.slide[data-current] .preview[data-state="shown"]').waitFor();
  const width = () =>
    page.locator(".slide[data-current] .picture").evaluate((picture) => picture.getBoundingClientRect().width);
  const whole = await width();
  await page.keyboard.press("+");
  await expect.poll(width).toBeGreaterThan(whole * 1.2);
  // The animation of the zoom has ended when two looks find the same.
  let zoomed = 0;
  await expect.poll(async () => zoomed === (zoomed = await width())).toBe(true);

  await release();
  await page.locator(".slide[data-current] .preview").waitFor({ state: "detached" });
  expect(await width()).toBeCloseTo(zoomed, 0);
});

test("the neighbours' originals are loaded ahead, unless the reader saves data", async ({ open }) => {
  const photos = await photosOfAnna(url);
  // Another photo each time, because Chromium keeps images in memory, and requests for those are not reported.
  for (const [saveData, shown] of [
    [false, 2],
    [true, 8],
  ] as const) {
    const originals = photos.slice(shown - 1, shown + 2).map(({ photoURL }) => photoURL!);
    const page = await open("about:blank");
    await page.addInitScript((saveData) => {
      Object.defineProperty(navigator, "connection", { value: { saveData } });
    }, saveData);
    const requested: string[] = [];
    page.on("request", (request) => isOriginal(request.url()) && requested.push(request.url()));
    await page.goto(`${url}/p/anna`);
    await picturesInView(page);
    await page.locator(".photos a").nth(shown).click();
    await page.locator(".slide[data-current] .sharp").waitFor();
    if (saveData) {
      for (let i = 0; i < 5; i++) {
        await page.evaluate(() => new Promise((idle) => requestIdleCallback(idle)));
      }
      expect(requested.filter((address) => originals.includes(address))).toEqual([originals[1]]);
      await page.keyboard.press("ArrowRight");
    }
    await expect.poll(() => [...requested].sort()).toEqual(expect.arrayContaining([originals[1], originals[2]].sort()));
    await (saveData ? Promise.resolve() : expect.poll(() => requested).toContain(originals[0]));
  }
});

test.for(LASTING)(
  "a photo of %s is downloaded whole and under its own name, and a refusal leaves the viewer as it is",
  async ([, gallery], { open }) => {
    const url = inject(gallery);
    const photos = await photosOfAnna(url);
    const index = photos.findIndex(({ photoKey }) => /[^\x20-\x7e]/.test(photoKey ?? ""));
    const { photoId, photoKey, photoURL } = photos[index]!;
    const page = await open(`${url}/p/anna/${photoId}`);
    await viewed(page);
    const begun = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download" }).click();
    const download = await begun;
    expect(download.suggestedFilename()).toBe(photoKey!.slice(photoKey!.lastIndexOf("/") + 1));
    const original = await (await fetch(photoURL!)).arrayBuffer();
    expect(readFileSync(await download.path()).equals(Buffer.from(original))).toBe(true);
    expect(await page.locator(".viewer-message").innerText()).toBe("");

    await page.route(isDownload, (route) =>
      route.fulfill({ status: 404, contentType: "application/xml", body: "<Error><Code>NoSuchKey</Code></Error>" }),
    );
    await page.keyboard.press("d");
    await page.getByText("The file cannot be downloaded").waitFor();
    await viewed(page);
  },
);

test("previews make the first screen of Anna's photos lighter", async ({ open }) => {
  const without = await startGallery("--without-previews");
  try {
    const [light, heavy] = [await firstScreen(open, inject("gallery")), await firstScreen(open, without.url)];
    const kilobytes = (bytes: number) => Math.round(bytes / 1_000);
    console.log(
      `First screen of Anna's photos at 1,280 × 900: ${light.inView} images in view, ${light.images} loaded, ` +
        `${kilobytes(light.bytes)} kB with previews; without, ${heavy.images} loaded, ${kilobytes(heavy.bytes)} kB.`,
    );
    expect(light.inView).toBe(heavy.inView);
    expect(light.bytes).toBeLessThan(heavy.bytes / 2);

    const paints = {
      "with previews": await paintsOf(open, inject("largeGallery")),
      "without previews": await paintsOf(open, without.url),
    };
    for (const [name, { lcp, shown, shifts }] of Object.entries(paints)) {
      console.log(
        `At ${LINE.megabits} Mbit/s and ${LINE.latency} ms, ${name}: LCP ${lcp} ms, all images in view after ${shown} ms, ` +
          `${shifts} layout shifts (medians of ${LINE.visits} visits).`,
      );
      expect(shifts).toBe(0);
    }
  } finally {
    await without.stop();
  }
});

function isDownload(address: URL): boolean {
  return address.searchParams.get("response-content-disposition")?.startsWith("attachment") ?? false;
}

/** Holds the requests of originals until the returned function is called. */
async function holdOriginals(page: Page): Promise<() => Promise<void>> {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route(
    (address) => isOriginal(address.href),
    async (route) => {
      await released;
      await route.continue();
    },
  );
  return async () => release();
}

interface Frame {
  /** Whether a picture is visible in the viewer. */
  visible: boolean;
  /** Where it is. */
  box: string;
}

/** Records each frame of the viewer, as the document has it and as the screen shows it. */
async function recordFrames(page: Page) {
  const session = await page.context().newCDPSession(page);
  const pictures: string[] = [];
  session.on("Page.screencastFrame", ({ data, sessionId }) => {
    pictures.push(data);
    void session.send("Page.screencastFrameAck", { sessionId });
  });
  await session.send("Page.startScreencast", { format: "png", everyNthFrame: 1 });
  await expect.poll(() => pictures.length).toBeGreaterThan(0);
  await page.evaluate(() => {
    const states: Frame[] = [];
    let stopped = false;
    const record = () => {
      const slide = document.querySelector(".slide[data-current]")!;
      const visible = [...slide.querySelectorAll("img")].some(
        (image) =>
          image.complete &&
          image.naturalWidth > 0 &&
          getComputedStyle(image).opacity === "1" &&
          image.checkVisibility({ visibilityProperty: true }),
      );
      states.push({ visible, box: JSON.stringify(slide.querySelector(".picture")!.getBoundingClientRect()) });
      if (!stopped) {
        requestAnimationFrame(record);
      }
    };
    requestAnimationFrame(record);
    Object.assign(window, {
      stopRecording: () => {
        stopped = true;
        return states;
      },
    });
  });
  return {
    async stop() {
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      const states = await page.evaluate(() => (window as unknown as { stopRecording: () => Frame[] }).stopRecording());
      await session.send("Page.stopScreencast");
      return { states, pictures };
    },
  };
}

/** Returns how much the middle of each picture differs from that of the first, in levels of 255. Runs in a page. */
async function differencesToFirst(pictures: string[]): Promise<number[]> {
  const SIDE = 24;
  const middles: Uint8ClampedArray[] = [];
  for (const picture of pictures) {
    const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${picture}`)).blob());
    const context = new OffscreenCanvas(SIDE, SIDE).getContext("2d")!;
    const { width, height } = bitmap;
    context.drawImage(bitmap, width / 4, height / 4, width / 2, height / 2, 0, 0, SIDE, SIDE);
    middles.push(context.getImageData(0, 0, SIDE, SIDE).data);
  }
  return middles.map(
    (middle) => middle.reduce((sum, level, i) => sum + Math.abs(level - middles[0]![i]!), 0) / middle.length,
  );
}

/** Opens Anna's photos, and returns what their images cost before anything is scrolled. */
async function firstScreen(open: (url: string) => Promise<Page>, gallery: string) {
  const page = await open("about:blank");
  const requests: Request[] = [];
  page.on("requestfinished", (request) => request.resourceType() === "image" && requests.push(request));
  await page.goto(`${gallery}/p/anna`);
  const { shown } = await picturesInView(page);
  await page.waitForLoadState("networkidle");
  const signed = requests.filter((request) => request.url().includes("X-Amz-Signature="));
  const sizes = await Promise.all(signed.map((request) => request.sizes()));
  return {
    inView: shown,
    images: signed.length,
    bytes: sizes.reduce((sum, { responseBodySize }) => sum + responseBodySize, 0),
  };
}

/** A slow line, so that what is measured is the bytes and not the machine. */
const LINE = { megabits: 10, latency: 40, visits: 3 };

interface Paints {
  /** Largest Contentful Paint (ms). */
  lcp: number;
  /** When the last image in view was there (ms). */
  shown: number;
  /** How often something moved by itself: 0 means a Cumulative Layout Shift of 0. */
  shifts: number;
}

/** Opens Anna's photos over a slow line and without a cache. Returns the medians of what the browser measured. */
async function paintsOf(open: (url: string) => Promise<Page>, gallery: string): Promise<Paints> {
  const visits: Paints[] = [];
  for (let i = 0; i < LINE.visits; i++) {
    const page = await open("about:blank");
    const session = await page.context().newCDPSession(page);
    await session.send("Network.enable");
    await session.send("Network.setCacheDisabled", { cacheDisabled: true });
    const bytesPerSecond = (LINE.megabits * 1_000_000) / 8;
    await session.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: LINE.latency,
      downloadThroughput: bytesPerSecond,
      uploadThroughput: bytesPerSecond,
    });
    await page.goto(`${gallery}/p/anna`);
    await picturesInView(page);
    visits.push(await page.evaluate(measuredPaints));
    await page.goto("about:blank");
  }
  const median = (of: keyof Paints) => visits.map((visit) => visit[of]).sort((a, b) => a - b)[(LINE.visits - 1) / 2]!;
  return { lcp: median("lcp"), shown: median("shown"), shifts: median("shifts") };
}

/** Runs in the page. */
async function measuredPaints(): Promise<Paints> {
  const shown = Math.round(performance.now());
  const entriesOf = (type: string) =>
    new Promise<PerformanceEntryList>((done) => {
      const observer = new PerformanceObserver((list) => done(list.getEntries()));
      observer.observe({ type, buffered: true });
    });
  const lcp = (await entriesOf("largest-contentful-paint")).at(-1)!.startTime;
  return { lcp: Math.round(lcp), shown, shifts: window.shifts.length };
}
