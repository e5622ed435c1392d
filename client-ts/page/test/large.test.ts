import type { Page, Request } from "playwright-core";
import { expect, inject } from "vitest";
import { picturesInView, scrollTo, test, viewed } from "./page.js";

const url = inject("largeGallery");
/** Fewer pictures to decode at each of many steps. */
const SMALL = { width: 700, height: 600 };

test("5,000 people scroll by with few nodes, and each page is asked for once, when it is needed", async ({ open }) => {
  const page = await open("about:blank", SMALL);
  const asked = questions(page);
  await page.goto(url);
  await picturesInView(page);
  expect(asked, "before any scrolling").toHaveLength(1);

  const { nodes, tiles } = await scrollToEnd(page);
  expect(asked).toHaveLength(50);
  expect(new Set(asked).size).toBe(50);
  expect(nodes).toBeLessThan(1_000);
  expect(tiles).toBeLessThan(120);
  expect(await page.locator(".heading p").innerText()).toBe("5,000 people, most photographed first");
  expect(await page.locator(".people li").last().getAttribute("aria-posinset")).toBe("5000");

  await scrollTo(page, 0);
  await picturesInView(page);
  expect(await page.locator(".people li").first().innerText()).toMatch(/^anna/i);
  expect(asked).toHaveLength(50);
});

test("the people come without a movement on a phone and on a tablet", async ({ open }) => {
  for (const width of [360, 768]) {
    await picturesInView(await open(url, { width, height: 700, touch: true }));
  }
});

test("deep in the grid, the way back from a person leads to the same place and face", async ({ open }) => {
  const page = await open(url, SMALL);
  await picturesInView(page);
  for (let pages = 1; pages < 6; pages++) {
    await nextPage(page);
  }
  await scrollTo(page, 20_000);
  await picturesInView(page);
  expect(await page.evaluate(() => window.scrollY)).toBe(20_000);
  // One that lies wholly in view, so that the click does not scroll.
  const path = await page.evaluate(() => {
    const tiles = [...document.querySelectorAll<HTMLAnchorElement>(".people a")];
    return tiles.find(
      (tile) => tile.getBoundingClientRect().top > 80 && tile.getBoundingClientRect().bottom < window.innerHeight,
    )!.pathname;
  });
  await page.locator(`.people a[href="${path}"]`).click();
  await page.locator("h1", { hasText: path.slice("/p/".length) }).waitFor();
  expect(await page.evaluate(() => window.scrollY)).toBe(0);

  await page.goBack();
  await expect.poll(() => page.evaluate(() => [location.pathname, window.scrollY])).toEqual(["/", 20_000]);
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute("href"))).toBe(path);
});

test("5,000 photos of one person, and the viewer leads past the end of what is loaded", async ({ open }) => {
  const page = await open("about:blank", SMALL);
  const asked = questions(page);
  await page.goto(`${url}/p/anna`);
  await picturesInView(page);
  await page.locator(".photos a").first().click();
  await page.keyboard.press("End");
  await expect.poll(() => page.locator(".position").innerText()).toMatch(/^200 of 5,001$/);
  await page.locator(".next:not([aria-disabled=true])").waitFor();
  expect(asked.filter((path) => path.includes("/photos"))).toHaveLength(2);
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => page.locator(".position").innerText()).toMatch(/^201 of 5,001$/);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });

  const { nodes, tiles } = await scrollToEnd(page);
  expect(asked.filter((path) => path.includes("/photos"))).toHaveLength(26);
  expect(nodes).toBeLessThan(1_000);
  expect(tiles).toBeLessThan(120);
  expect(await page.locator(".photos li").last().getAttribute("aria-posinset")).toBe("5001");
});

test("a reload deep in a list returns to the same place with one request for its page", async ({ open }) => {
  for (const path of ["/", "/p/anna"]) {
    const page = await open(url + path, SMALL);
    await picturesInView(page);
    for (let pages = 1; pages < 4; pages++) {
      await nextPage(page);
    }
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    const deep = Math.round(height * 0.6);
    await scrollTo(page, deep);
    await picturesInView(page);
    const before = await firstInView(page);
    const asked = questions(page);

    await page.reload();
    await expect.poll(() => firstInView(page)).toBe(before);
    await picturesInView(page);
    expect(await page.evaluate(() => window.scrollY)).toBe(deep);
    expect(asked.filter((request) => request.includes("cursor=")).length).toBeGreaterThan(0);
    expect(asked.filter((request) => !request.endsWith("/persons/anna")).length).toBeLessThanOrEqual(2);

    await scrollTo(page, 0);
    await expect.poll(() => firstInView(page)).toMatch(/^1 /);
    await picturesInView(page);
  }
});

test("the link to a photo deep in a list opens it with one request, and the photos around it are there", async ({
  open,
}) => {
  const reader = await open(`${url}/p/anna`, SMALL);
  await picturesInView(reader);
  for (let pages = 1; pages < 6; pages++) {
    await nextPage(reader);
  }
  // A photo in the middle of its page: next to an edge of it, the viewer would rightly request the neighbouring page too.
  await scrollTo(reader, await reader.evaluate(() => Math.round(document.documentElement.scrollHeight * 0.75)));
  await picturesInView(reader);
  const [number, path] = (await firstInView(reader)).split(" ");
  const index = Number(number);
  expect(index).toBeGreaterThan(600);
  await reader.locator(`.photos a[href^="${path}?"]`).click();
  const name = await viewed(reader);
  const link = reader.url();

  const page = await open("about:blank", SMALL);
  const asked = questions(page);
  await page.goto(link);
  expect(await viewed(page)).toBe(name);
  await expect.poll(() => page.locator(".position").innerText()).toBe(`${index.toLocaleString("en")} of 5,001`);
  expect(asked.filter((request) => request.includes("/photos"))).toHaveLength(1);
  await page.keyboard.press("Escape");
  await page.locator(`.photos li[aria-posinset="${index}"] a`).waitFor();
  // Nothing that this browser has seen leads to the pages before: they are read from the first on.
  await scrollTo(page, (await page.evaluate(() => window.scrollY)) - 15_000);
  expect((await picturesInView(page)).shown).toBeGreaterThan(0);
});

/** The number and the link of the first tile in view. */
function firstInView(page: Page): Promise<string> {
  return page.evaluate(() => {
    const tiles = [...document.querySelectorAll(".grid li[aria-posinset]")];
    const first = tiles.find((tile) => tile.getBoundingClientRect().bottom > 0);
    return `${first?.getAttribute("aria-posinset")} ${first?.querySelector("a")?.pathname}`;
  });
}

/**
 * The requests to the API as they come. One that fails is removed, because the page rightly repeats it: on a busy machine the
 * gallery may answer 503.
 */
function questions(page: Page): string[] {
  const asked: string[] = [];
  const isApi = (request: Request) => new URL(request.url()).pathname.startsWith("/persons");
  const remove = (request: Request) => {
    if (isApi(request)) {
      asked.splice(asked.indexOf(request.url()), 1);
    }
  };
  page.on("request", (request) => isApi(request) && asked.push(request.url()));
  page.on("requestfailed", remove);
  page.on("response", (response) => response.status() < 400 || remove(response.request()));
  return asked;
}

async function nextPage(page: Page): Promise<void> {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await scrollTo(page, height);
  await page.waitForFunction(
    (height) => document.documentElement.scrollHeight > height || !document.querySelector(".beetroot-more span"),
    height,
  );
}

/** Scrolls until nothing more comes; the most nodes and tiles that the document had on the way. */
async function scrollToEnd(page: Page): Promise<{ nodes: number; tiles: number }> {
  const most = { nodes: 0, tiles: 0 };
  do {
    await nextPage(page);
    const now = await page.evaluate(() => ({
      nodes: document.querySelectorAll("*").length,
      tiles: document.querySelectorAll(".grid li").length,
    }));
    most.nodes = Math.max(most.nodes, now.nodes);
    most.tiles = Math.max(most.tiles, now.tiles);
  } while ((await page.locator(".beetroot-more span").count()) > 0);
  await scrollTo(page, await page.evaluate(() => document.documentElement.scrollHeight));
  await picturesInView(page);
  return most;
}
