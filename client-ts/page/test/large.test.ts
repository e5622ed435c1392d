import type { Page } from "playwright-core";
import { expect, inject } from "vitest";
import { picturesInView, scrollTo, test } from "./page.js";

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

/** The questions to the API as they come. */
function questions(page: Page): string[] {
  const asked: string[] = [];
  page.on("request", (request) => {
    if (new URL(request.url()).pathname.startsWith("/persons")) {
      asked.push(request.url());
    }
  });
  return asked;
}

async function nextPage(page: Page): Promise<void> {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await scrollTo(page, height);
  await page.waitForFunction(
    (height) => document.documentElement.scrollHeight > height || !document.querySelector(".dots"),
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
  } while ((await page.locator(".dots").count()) > 0);
  await scrollTo(page, await page.evaluate(() => document.documentElement.scrollHeight));
  await picturesInView(page);
  return most;
}
