import { afterAll, beforeAll, expect, inject } from "vitest";
import { FOLDER, keep, SIZES } from "./looks.js";
import { picturesInView, scrollTo, test, viewed } from "./page.js";
import { Relay } from "./relay.js";

let relay: Relay;
beforeAll(async () => {
  relay = await Relay.to(inject("gallery"));
});
afterAll(() => relay.cut());

test("every state looks as it is kept in pictures, and axe finds nothing", async ({ open }) => {
  const url = relay.url;
  const page = await open("about:blank", { ...SIZES[0], touch: true, reducedMotion: true });
  const pictures = () => picturesInView(page);

  const answer = relay.hold();
  await page.goto(url);
  await page.locator(".beetroot-unloaded").first().waitFor();
  await keep(page, "people-loading");
  answer();
  await keep(page, "people", pictures);
  await scrollTo(page, 560);
  await keep(page, "people-scrolled", pictures);

  const answerLater = relay.hold();
  await page.goto(`${url}/p/anna`);
  await page.locator(".beetroot-unloaded").first().waitFor();
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
  await page.goto(`${url}/p/nobody`);
  await page.getByText("This person is not in the library").waitFor();
  await keep(page, "person-unknown");
  await relay.cut();
  await page.getByRole("link", { name: "See all people" }).click();
  await page.getByRole("alert").waitFor();
  await keep(page, "people-error");
  await relay.mend();
});

test("the picture that the README shows", async ({ open }) => {
  const page = await open(relay.url, { width: 1280, height: 860, touch: true });
  expect((await picturesInView(page)).placeholders).toEqual([]);
  await page.screenshot({ path: `${FOLDER}gallery.jpg`, type: "jpeg", quality: 85 });
});
