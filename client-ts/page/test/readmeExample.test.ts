import { mkdirSync, readFileSync } from "node:fs";
import { expect, inject } from "vitest";
import { readmeFile } from "./fixture/build.js";
import { FOLDER } from "./looks.js";
import { picturesInView, test } from "./page.js";

test("the example of the package's README shows several faces a row", async ({ open }) => {
  const page = await open("about:blank");
  await page.route("https://api.example.org/**", async (route) => {
    const { pathname, search } = new URL(route.request().url());
    await route.fulfill({ response: await route.fetch({ url: inject("gallery") + pathname + search }) });
  });
  const app = `<!doctype html><html lang="en"><head><title>README</title><link rel="stylesheet" href="/readme.css" /></head>
    <body><div id="root"></div><script type="module" src="/readme.js"></script></body></html>`;
  // From a public address Chromium would not let the page load images of this machine.
  await page.route("http://localhost:8099/*", (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    return name === ""
      ? route.fulfill({ contentType: "text/html", body: app })
      : route.fulfill({
          contentType: name.endsWith(".css") ? "text/css" : "text/javascript",
          body: readFileSync(readmeFile(name), "utf8"),
        });
  });
  await page.goto("http://localhost:8099/");

  const { shown, placeholders } = await picturesInView(page, "li");
  expect(placeholders).toEqual([]);
  expect(shown).toBeGreaterThanOrEqual(10);
  const faces = await page.locator("li [data-state]").evaluateAll((tiles) =>
    tiles.map((tile) => {
      const { top, width, height } = tile.getBoundingClientRect();
      return { top, width, height };
    }),
  );
  const firstRow = faces.filter(({ top }) => top === faces[0]!.top);
  expect(firstRow.length).toBeGreaterThanOrEqual(4);
  for (const { width, height } of faces) {
    expect(width).toBeGreaterThanOrEqual(100);
    expect(width).toBeLessThanOrEqual(260);
    expect(height).toBeCloseTo(width, 0);
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1280);
  mkdirSync(FOLDER, { recursive: true });
  await page.screenshot({ path: `${FOLDER}readme-example-1280.png` });
});
