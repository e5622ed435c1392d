import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect } from "vitest";
import { startGallery, type Gallery } from "../../test/gallery.js";
import { picturesInView, scrollTo, test, viewed } from "./page.js";

// The tests of URLs, in front of a gallery whose images come through CloudFront. BrowserCacheTest has the second visit.

interface Photo {
  photoId: string;
  photoKey: string | null;
  photoURL: string | null;
}

interface PhotoList {
  expiresAt: string;
  photos: Photo[];
}

/** Its URLs work for 20 seconds. */
let gallery: Gallery;

beforeAll(async () => {
  gallery = await startGallery("--cloudfront", "--expires=20");
});
afterAll(() => gallery.stop());

test("left open until its URLs of CloudFront have ended, the page still shows every image", async ({ open }) => {
  const page = await open("about:blank");
  const answer = page.waitForResponse(`${gallery.url}/persons/anna/photos`);
  await page.goto(`${gallery.url}/p/anna`);
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

test("a photo from CloudFront is downloaded whole and under its own name", async ({ open }) => {
  const { photos } = (await (await fetch(`${gallery.url}/persons/anna/photos`)).json()) as PhotoList;
  const { photoId, photoKey, photoURL } = photos.find((photo) => /[^\x20-\x7e]/.test(photo.photoKey ?? ""))!;
  const original = await (await fetch(photoURL!)).arrayBuffer();
  const page = await open(`${gallery.url}/p/anna/${photoId}`);
  await viewed(page);
  const begun = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download" }).click();
  const download = await begun;
  expect(download.suggestedFilename()).toBe(photoKey!.slice(photoKey!.lastIndexOf("/") + 1));
  expect(readFileSync(await download.path()).equals(Buffer.from(original))).toBe(true);
});
