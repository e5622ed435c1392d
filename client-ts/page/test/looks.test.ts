import { AxeBuilder } from "@axe-core/playwright";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject } from "vitest";
import { picturesInView, scrollTo, test, viewed } from "./page.js";
import { Relay } from "./relay.js";

const FOLDER = fileURLToPath(new URL("../../../target/screenshots/", import.meta.url));
mkdirSync(FOLDER, { recursive: true });

/** A phone, a tablet and a laptop. */
const SIZES = [
  { width: 390, height: 844 },
  { width: 820, height: 1180 },
  { width: 1440, height: 900 },
];

let relay: Relay;
beforeAll(async () => {
  relay = await Relay.to(inject("gallery"));
});
afterAll(() => relay.cut());

test.for(["light", "dark"] as const)("every state is kept as a picture at three widths, %s, and axe finds nothing", async (scheme, { open }) => {
  const url = relay.url;
  const keep = async (page: Page, state: string, ready?: () => Promise<unknown>) => {
    await ready?.();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${state}, ${id}: ${node.html} ${node.failureSummary}`))).toEqual([]);
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await ready?.();
      await page.screenshot({ path: `${FOLDER}${state}-${size.width}-${scheme}.png` });
    }
  };

  // What moves is not the same in every picture.
  const page = await open("about:blank", { ...SIZES[0], scheme, touch: true, reducedMotion: true });
  const pictures = () => picturesInView(page);
  const answer = relay.hold();
  await page.goto(url);
  await page.locator(".skeleton i").first().waitFor();
  await keep(page, "people-loading");
  answer();
  await keep(page, "people", pictures);
  await scrollTo(page, 560);
  await keep(page, "people-scrolled", pictures);

  const answerLater = relay.hold();
  await page.goto(`${url}/p/anna`);
  await page.locator(".skeleton i").first().waitFor();
  await keep(page, "person-loading");
  answerLater();
  await keep(page, "person", pictures);
  await page.locator(".photos a").nth(1).click();
  await keep(page, "viewer", () => viewed(page));
  await page.goto(`${url}/p/anna/photo-9001`);
  await page.getByText("There is no picture of this photo.").waitFor();
  await keep(page, "viewer-without-picture");

  await page.goto(`${url}/p/newcomer`);
  await page.getByText("No photos yet").waitFor();
  await keep(page, "person-empty");
  await relay.cut();
  await page.getByRole("link", { name: "See all people" }).click();
  await page.getByRole("alert").waitFor();
  await keep(page, "people-error");
  await relay.mend();
});

test("the picture that the README shows", async ({ open }) => {
  const page = await open(relay.url, { width: 1280, height: 860, touch: true });
  await picturesInView(page);
  await page.screenshot({ path: `${FOLDER}gallery.jpg`, type: "jpeg", quality: 85 });
});
