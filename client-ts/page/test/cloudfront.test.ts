import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { startGallery, type Gallery } from "../../test/gallery.js";
import { picturesInView, scrollTo, test, viewed } from "./page.js";

// The tests of URLs, in front of a gallery whose images come through CloudFront.

interface Photo {
  photoId: string;
  photoKey: string | null;
  photoURL: string | null;
  previewURL: string | null;
}

interface PhotoList {
  expiresAt: string;
  photos: Photo[];
}

/** Its URLs work for 20 seconds. */
let brief: Gallery;
/** Its URLs work for an hour, and each has a policy of its own. */
let lasting: Gallery;

beforeAll(async () => {
  [brief, lasting] = await Promise.all([
    startGallery("--cloudfront", "--expires=20"),
    startGallery("--cloudfront=object"),
  ]);
});
afterAll(() => Promise.all([brief.stop(), lasting.stop()]));

async function photosOfAnna(url: string): Promise<PhotoList> {
  return (await (await fetch(`${url}/persons/anna/photos`)).json()) as PhotoList;
}

/** Records the images that a page loads from CloudFront, except those that the browser's cache has. */
async function watchImages(page: Page): Promise<{ loaded: () => string[] }> {
  const session = await page.context().newCDPSession(page);
  const images = new Map<string, string>();
  session.on("Network.requestWillBeSent", ({ requestId, request }) => {
    if (request.url.includes("Key-Pair-Id=")) {
      images.set(requestId, request.url);
    }
  });
  session.on("Network.requestServedFromCache", ({ requestId }) => images.delete(requestId));
  session.on("Network.responseReceived", ({ requestId, response }) => {
    if (response.fromDiskCache) {
      images.delete(requestId);
    }
  });
  await session.send("Network.enable");
  return { loaded: () => [...images.values()] };
}

test("left open until its URLs of CloudFront have ended, the page still shows every image", async ({ open }) => {
  const page = await open("about:blank");
  const answer = page.waitForResponse(`${brief.url}/persons/anna/photos`);
  await page.goto(`${brief.url}/p/anna`);
  const { expiresAt, photos } = (await (await answer).json()) as PhotoList;
  expect((await picturesInView(page)).shown).toBeGreaterThan(0);
  const first = photos[0]!.photoURL!;
  expect(first).toContain("&Policy=");

  await page.waitForFunction((end) => Date.now() > end, Date.parse(expiresAt) + 1_000);
  const ended = await fetch(first);
  expect(ended.status).toBe(403);
  expect(await ended.text()).toContain("<Code>AccessDenied</Code><Message>Access denied</Message>");

  for (let top = 0; top < 4_000; top += 800) {
    await scrollTo(page, top);
    const { shown, placeholders } = await picturesInView(page);
    expect(shown).toBeGreaterThan(0);
    expect(placeholders).toEqual([]);
  }
});

test("on the second visit CloudFront is not asked for the images again", async ({ open }) => {
  const page = await open("about:blank");
  const images = await watchImages(page);
  const visit = async () => {
    const before = images.loaded().length;
    await page.goto(lasting.url);
    await picturesInView(page);
    const sources = await page.evaluate(() =>
      Array.from(document.querySelectorAll<HTMLImageElement>(".grid img"), ({ src }) => src),
    );
    return { sources, loaded: images.loaded().slice(before) };
  };
  let first = await visit();
  let second = await visit();
  if (first.sources[0] !== second.sources[0]) {
    // A new signing window began between them, with new URLs.
    [first, second] = [second, await visit()];
  }
  expect(first.loaded.length).toBeGreaterThan(0);
  expect(second.sources).toEqual(first.sources);
  // Images further down may load only now.
  expect(second.loaded.filter((image) => first.loaded.includes(image))).toEqual([]);
});

test("a photo from CloudFront is downloaded whole and under its own name", async ({ open }) => {
  const { photos } = await photosOfAnna(lasting.url);
  const { photoId, photoKey, photoURL } = photos.find((photo) => /[^\x20-\x7e]/.test(photo.photoKey ?? ""))!;
  expect(photoURL).toContain("Expires=");
  const page = await open(`${lasting.url}/p/anna/${photoId}`);
  await viewed(page);
  const begun = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download" }).click();
  const download = await begun;
  expect(download.suggestedFilename()).toBe(photoKey!.slice(photoKey!.lastIndexOf("/") + 1));
  const original = await (await fetch(photoURL!)).arrayBuffer();
  expect(readFileSync(await download.path()).equals(Buffer.from(original))).toBe(true);
});
