import { setTimeout as delay } from "node:timers/promises";
import { expect, inject } from "vitest";
import { LASTING, SHORT_LIVED } from "../galleries.js";
import type { Tab } from "./engine.js";
import { keep, picturesInView, scrollTo, test, waitFor } from "./tab.js";

test("faces are visible, and a person's photos", async ({ tab, relayTo }) => {
  const relay = await relayTo(inject("largeGallery"));
  await tab.goto(relay.url);
  const faces = await picturesInView(tab);
  expect(faces.shown).toBeGreaterThanOrEqual(10);
  expect(faces.placeholders).toEqual([]);
  await waitFor(tab, areVisible);
  await keep(tab, "people");

  await tab.click('main a[href="/p/anna"]');
  await waitFor(tab, () => document.querySelector('main a[href^="/p/anna/"]') !== null);
  const photos = await picturesInView(tab);
  expect(photos.shown).toBeGreaterThanOrEqual(8);
  expect(photos.placeholders).toEqual([]);
  await waitFor(tab, areVisible);
  await keep(tab, "photos");
});

test("the viewer follows the keyboard, and gives the focus back", async ({ tab, relayTo }) => {
  const relay = await relayTo(inject("largeGallery"));
  await tab.goto(`${relay.url}/p/anna`);
  await picturesInView(tab);
  await tab.evaluate(() => document.querySelector<HTMLElement>('main a[href^="/p/anna/"]')!.focus());
  await tab.press("Enter");
  const first = await viewed(tab);
  await keep(tab, "viewer");

  await tab.press("ArrowRight");
  const second = await viewed(tab, first.path);
  expect(second.image).not.toBe(first.image);
  await tab.press("ArrowLeft");
  expect(await viewed(tab, second.path)).toEqual(first);
  await tab.press("End");
  const last = await viewed(tab, first.path);
  await tab.press("Home");
  expect(await viewed(tab, last.path)).toEqual(first);
  await tab.press("ArrowRight");
  expect(await viewed(tab, first.path)).toEqual(second);

  await tab.press("Escape");
  await waitFor(tab, () => document.querySelector("dialog[open]") === null && location.pathname === "/p/anna");
  await waitFor(tab, (path) => document.activeElement?.getAttribute("href") === path, second.path);
});

test.for(LASTING)("on the second visit %s is not asked for the images again", async ([, gallery], { tab, relayTo }) => {
  const relay = await relayTo(inject(gallery));
  for (const path of ["/", "/p/anna"]) {
    const visit = async () => {
      await tab.goto(relay.url + path);
      await picturesInView(tab);
      return { images: await imagesInView(tab), requested: [...relay.imageRequests] };
    };
    let first = await visit();
    let second = await visit();
    if (first.images[0] !== second.images[0]) {
      // A new signing window began between them, with new URLs.
      [first, second] = [second, await visit()];
    }
    expect(second.images).toEqual(first.images);
    expect(first.requested).toEqual(expect.arrayContaining(first.images));
    const again = second.requested.slice(first.requested.length);
    expect(again.filter((image) => first.images.includes(image))).toEqual([]);
  }
});

test.for(SHORT_LIVED)(
  "left open until its URLs of %s have ended, the page still shows every image",
  async ([, gallery], { tab, relayTo }) => {
    const relay = await relayTo(inject(gallery));
    await tab.goto(`${relay.url}/p/anna`);
    await picturesInView(tab);
    const [image] = await imagesInView(tab);
    const response = await fetch(`${relay.url}/persons/anna/photos?limit=1`);
    const { expiresAt } = (await response.json()) as { expiresAt: string };
    await until(Date.parse(expiresAt) + 1_000);
    expect((await fetch(relay.url + image)).status, "the first URL has ended").toBe(403);

    for (let top = 0; top < 10_000; top += 2_000) {
      await scrollTo(tab, top);
      const { shown, placeholders } = await picturesInView(tab);
      expect(shown).toBeGreaterThan(0);
      expect(placeholders).toEqual([]);
    }
  },
);

test("a reload keeps the place, deep in a list too", async ({ tab, relayTo }) => {
  const relay = await relayTo(inject("largeGallery"));
  for (const path of ["/", "/p/anna"]) {
    await tab.goto(relay.url + path);
    await picturesInView(tab);
    for (let page = 1; page < 3; page++) {
      const height = await tab.evaluate(() => document.documentElement.scrollHeight);
      await scrollTo(tab, height);
      await waitFor(tab, (height) => document.documentElement.scrollHeight > height, height);
    }
    await scrollTo(tab, 5_000);
    await picturesInView(tab);
    const before = await topOfView(tab);

    await tab.reload();
    await picturesInView(tab);
    await waitFor(
      tab,
      (href) => {
        const tile = document.querySelector(`main li a[href="${href}"]`)?.getBoundingClientRect();
        return tile !== undefined && tile.bottom > 0 && tile.top < window.innerHeight;
      },
      before,
    );
    await picturesInView(tab);
    expect(await tab.evaluate(() => window.scrollY)).toBeGreaterThan(4_000);
  }
});

test("photos that fly past are not loaded", async ({ tab, relayTo }) => {
  const relay = await relayTo(inject("largeGallery"));
  await tab.goto(`${relay.url}/p/anna`);
  await picturesInView(tab);
  for (let page = 1; page < 5; page++) {
    const height = await tab.evaluate(() => document.documentElement.scrollHeight);
    await scrollTo(tab, height);
    await waitFor(tab, (height) => document.documentElement.scrollHeight > height, height);
  }
  await scrollTo(tab, 0);
  await picturesInView(tab);
  const before = relay.imageRequests.length;

  // Down and up again in one go, because each call from here might leave the page at rest.
  const distance = await tab.evaluate(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const end = document.documentElement.scrollHeight - 2 * window.innerHeight;
    for (const step of [1_500, -1_500]) {
      for (let top = step > 0 ? 0 : end; top >= 0 && top <= end; top += step) {
        window.scrollTo(0, top);
        await frame();
      }
    }
    window.scrollTo(0, 0);
    return end;
  });
  await picturesInView(tab);
  expect(distance, "some 1,000 photos").toBeGreaterThan(30_000);
  expect(relay.imageRequests.length - before).toBeLessThan(100);
});

test("the bar says where one is once the heading has left the view", async ({ tab, relayTo }) => {
  const relay = await relayTo(inject("largeGallery"));
  await tab.goto(`${relay.url}/p/anna`);
  await picturesInView(tab);
  const hasOpacity = (opacity: string) => getComputedStyle(document.querySelector(".bar .title")!).opacity === opacity;
  await waitFor(tab, hasOpacity, "0");
  await scrollTo(tab, 600);
  await waitFor(tab, hasOpacity, "1");
  expect(await tab.evaluate(() => document.querySelector(".bar .title")!.textContent)).toBe("anna");
  await scrollTo(tab, 0);
  await waitFor(tab, hasOpacity, "0");
});

/** Whether the pictures in view can be seen, and are not hidden by a style that waits for something. */
function areVisible(): boolean {
  const inView = [...document.querySelectorAll<HTMLImageElement>("main li img")].filter((image) => {
    const { top, bottom } = image.getBoundingClientRect();
    return bottom > 0 && top < window.innerHeight;
  });
  return (
    inView.length > 0 &&
    inView.every((image) => image.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
  );
}

interface Viewed {
  /** The page's path. */
  path: string;
  /** The path of the image in the middle of the view. */
  image: string;
}

/** Waits until the viewer shows a picture, of another photo than before. */
function viewed(tab: Tab, before = "/p/anna"): Promise<Viewed> {
  return waitFor(
    tab,
    (before) => {
      // The original, which replaces the preview.
      const image = [...document.querySelectorAll<HTMLImageElement>("dialog[open] .sharp img")].find((image) => {
        const { left, right } = image.getBoundingClientRect();
        return left <= window.innerWidth / 2 && right >= window.innerWidth / 2 && image.naturalWidth > 0;
      });
      const path = location.pathname;
      // What moves is not there yet.
      const moves = document.querySelector("dialog")?.getAnimations({ subtree: true }).length !== 0;
      return path !== before && !moves && image && { path, image: new URL(image.src).pathname };
    },
    before,
  ) as Promise<Viewed>;
}

/** Returns path and query of the images in view, in their order on the page. */
function imagesInView(tab: Tab): Promise<string[]> {
  return tab.evaluate(() =>
    [...document.querySelectorAll<HTMLImageElement>("main li img")]
      .filter((image) => {
        const { top, bottom } = image.getBoundingClientRect();
        return bottom > 0 && top < window.innerHeight;
      })
      .map((image) => new URL(image.src).pathname + new URL(image.src).search),
  );
}

/** Returns the link of the first tile that lies wholly in view. */
function topOfView(tab: Tab): Promise<string> {
  return tab.evaluate(() =>
    [...document.querySelectorAll<HTMLAnchorElement>("main li a")]
      .find((tile) => tile.getBoundingClientRect().top > 80)!
      .getAttribute("href")!,
  );
}

async function until(moment: number): Promise<void> {
  await delay(Math.max(0, moment - Date.now()));
}
