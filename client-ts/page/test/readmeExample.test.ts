import { mkdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, inject } from "vitest";
import { readmeFile } from "./fixture/build.js";
import { FOLDER } from "./looks.js";
import { picturesInView, test } from "./page.js";
import { Relay } from "./relay.js";

let relay: Relay;
beforeAll(async () => {
  relay = await Relay.to(inject("gallery"));
});
afterAll(() => relay.cut());

test("the example of the package's README shows several faces a row", async ({ open }) => {
  const page = await open("about:blank");
  await page.route("https://api.example.org/**", async (route) => {
    const { pathname, search } = new URL(route.request().url());
    await route.fulfill({ response: await route.fetch({ url: inject("gallery") + pathname + search }) });
  });
  const app = `<!doctype html><html lang="en"><head><title>README</title><link rel="stylesheet" href="/readme.css" /></head>
    <body><div id="root"></div><script type="module" src="/readme.js"></script></body></html>`;
  // From a server of this machine: Chromium lets no other page load the images of this machine's S3.
  relay.files.set("/readme", { contentType: "text/html", body: app });
  relay.files.set("/readme.css", { contentType: "text/css", body: readFileSync(readmeFile("readme.css"), "utf8") });
  relay.files.set("/readme.js", {
    contentType: "text/javascript",
    body: readFileSync(readmeFile("readme.js"), "utf8"),
  });
  await page.goto(`${relay.url}/readme`);

  const { shown, placeholders } = await picturesInView(page, "li");
  const { persons } = (await (await fetch(`${inject("gallery")}/persons`)).json()) as {
    persons: { personId: string; repThumbURL: string | null }[];
  };
  const faceless = persons.filter((person) => person.repThumbURL === null).map((person) => person.personId);
  expect(placeholders.filter((personId) => !faceless.includes(personId))).toEqual([]);
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
