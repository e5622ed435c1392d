import { expect, inject } from "vitest";
import { SHORT_LIVED } from "./galleries.js";
import { picturesInView, scrollTo, test, viewed } from "./page.js";

const url = inject("gallery");

test("the grid shows everybody's face, and initials of those without one", async ({ open }) => {
  const page = await open(url);

  const { shown, placeholders } = await picturesInView(page);
  expect(shown).toBeGreaterThanOrEqual(12);
  expect(placeholders).toEqual([]);
  expect(await page.locator(".heading p").innerText()).toBe("70 people, most photographed first");
  expect(await page.locator(".people li").first().innerText()).toMatch(/anna\s+421 photos/i);

  await page.getByText("quentin").scrollIntoViewIfNeeded();
  expect((await picturesInView(page)).placeholders).toContain("quentin");
  expect(await page.getByRole("link", { name: "quentin" }).locator(".beetroot-initials").innerText()).toBe("Q");
});

test("a person's photos open from their face, and the viewer from a photo", async ({ open }) => {
  const page = await open(url);
  await page.getByRole("link", { name: "greta" }).click();

  await page.getByRole("heading", { name: "greta" }).waitFor();
  expect((await picturesInView(page)).shown).toBeGreaterThanOrEqual(10);
  expect(new URL(page.url()).pathname).toBe("/p/greta");
  expect(await page.title()).toBe("greta · Beetroot");

  await page.locator(".photos a").nth(2).click();
  await page.getByRole("dialog").waitFor();
  const name = await viewed(page);
  expect(await page.getByRole("dialog").getAttribute("aria-label")).toBe(`Photo ${name}`);
  expect(await page.locator(".position").innerText()).toBe("3 of 37");
  expect(await page.title()).toBe(`${name} · greta · Beetroot`);

  await page.getByRole("button", { name: "Close" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  expect(new URL(page.url()).pathname).toBe("/p/greta");
});

test("the viewer by keyboard: arrows, Home, End, Escape, and the focus back on the photo that was seen last", async ({
  open,
}) => {
  const page = await open(`${url}/p/ben`);
  await picturesInView(page);
  await page.locator(".photos a").first().focus();
  await page.keyboard.press("Enter");
  const first = await viewed(page);

  await page.keyboard.press("ArrowRight");
  const second = await viewed(page);
  expect(second).not.toBe(first);
  await page.keyboard.press("ArrowLeft");
  expect(await viewed(page)).toBe(first);
  await page.keyboard.press("ArrowLeft");
  expect(await viewed(page)).toBe(first);
  expect(await page.getByRole("button", { name: "Previous photo" }).getAttribute("aria-disabled")).toBe("true");

  await page.keyboard.press("End");
  const last = await viewed(page);
  expect(await page.locator(".position").innerText()).toBe("177 of 177");
  await page.keyboard.press("Home");
  expect(await viewed(page)).toBe(first);
  await page.keyboard.press("End");
  expect(await viewed(page)).toBe(last);

  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.getAttribute("aria-label")))
    .toBe(`Photo ${last}`);
  expect((await picturesInView(page)).placeholders).toEqual([]);
});

test("the viewer by touch: a swipe leads on, a short one and the browser's own gestures do not", async ({ open }) => {
  const page = await open(`${url}/p/ben`, { width: 390, height: 844, touch: true });
  await picturesInView(page);
  await page.locator(".photos a").first().tap();
  const first = await viewed(page);
  const touch = await page.context().newCDPSession(page);
  const swipe = async (by: number, end: "touchEnd" | "touchCancel" = "touchEnd") => {
    await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [{ x: 200, y: 400 }] });
    for (const part of [0.25, 0.5, 0.75, 1]) {
      await touch.send("Input.dispatchTouchEvent", {
        type: "touchMove",
        touchPoints: [{ x: 200 + by * part, y: 402 }],
      });
    }
    await touch.send("Input.dispatchTouchEvent", { type: end, touchPoints: [] });
  };

  await swipe(-120);
  await expect.poll(() => page.locator(".position").innerText()).toBe("2 of 177");
  expect(await viewed(page)).not.toBe(first);
  await swipe(30);
  await swipe(120, "touchCancel");
  expect(await page.locator(".position").innerText()).toBe("2 of 177");
  await swipe(120);
  await expect.poll(() => page.locator(".position").innerText()).toBe("1 of 177");
  expect(await viewed(page)).toBe(first);
});

test("a deep link to a photo opens it, again after a reload, and closing it leads to the person", async ({ open }) => {
  const page = await open(`${url}/p/anna/photo-9001`);
  // The last photo of all, on the third page, and without a picture.
  expect(await viewed(page)).toBe("photo-9001");
  await page.getByText("There is no picture of this photo.").waitFor();

  await page.goto(`${url}/p/anna/photo-0002`);
  expect(await viewed(page)).toBe("IMG_0002");
  await page.reload();
  expect(await viewed(page)).toBe("IMG_0002");
  await page.keyboard.press("Escape");
  await expect.poll(() => new URL(page.url()).pathname).toBe("/p/anna");
  await picturesInView(page);
});

test("the back button leads through viewer, photos and people to where one was", async ({ open }) => {
  const page = await open(url);
  await picturesInView(page);
  await scrollTo(page, 700);
  await page.getByRole("link", { name: "nora" }).click();
  await page.getByRole("heading", { name: "nora" }).waitFor();
  expect(await page.evaluate(() => window.scrollY)).toBe(0);
  await picturesInView(page);
  await scrollTo(page, 200);
  await page.locator(".photos a").nth(7).click();
  await viewed(page);
  await page.keyboard.press("ArrowRight");
  await viewed(page);

  await page.goBack();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  expect(new URL(page.url()).pathname).toBe("/p/nora");
  expect(await page.evaluate(() => window.scrollY)).toBe(200);
  await page.goBack();
  await page.getByRole("heading", { name: "People" }).waitFor();
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(700);
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute("href"))).toBe("/p/nora");
  await page.goForward();
  await page.getByRole("heading", { name: "nora" }).waitFor();
  await picturesInView(page);
});

test("the people are found by a part of their id, and sorted by name", async ({ open }) => {
  const page = await open(url);
  await picturesInView(page);
  const names = () => page.locator(".people .beetroot-name").allTextContents();

  await page.keyboard.press("/");
  await page.keyboard.type("ZOE");
  await expect.poll(names).toEqual(["zoë"]);
  await expect.poll(() => page.locator(".heading p").innerText()).toBe("1 of 70 people. Names are the library's ids.");
  await page.reload();
  await expect.poll(names).toEqual(["zoë"]);
  await page.getByRole("searchbox").fill("xyz");
  await page.getByText("Nobody found").waitFor();
  await page.getByRole("button", { name: "Show everybody" }).click();

  // By a key, because only what follows a reader's own input may move the faces.
  await page.getByLabel("Sort by").focus();
  await page.keyboard.press("ArrowDown");
  await expect.poll(async () => (await names()).slice(0, 3)).toEqual(["alma", "amélie", "anna"]);
  expect(new URL(page.url()).search).toBe("?sort=name");
});

test("the skip link leads to the tiles, and arrows lead from tile to tile", async ({ open }) => {
  const page = await open(url);
  await picturesInView(page);
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute("href"));
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to the people");
  await page.keyboard.press("Enter");
  await expect.poll(focused).toBe("/p/anna");
  await page.keyboard.press("ArrowRight");
  await expect.poll(focused).toBe("/p/ben");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowUp");
  await expect.poll(focused).toBe("/p/anna");
});

test("the bar says where one is once the heading has left the view", async ({ open }) => {
  const page = await open(`${url}/p/anna`);
  await picturesInView(page);
  const opacity = () => page.locator(".bar .title").evaluate((title) => getComputedStyle(title).opacity);
  expect(await opacity()).toBe("0");
  await scrollTo(page, 600);
  await expect.poll(opacity).toBe("1");
  expect(await page.locator(".bar .title").innerText()).toMatch(/^anna$/i);
});

test.for(SHORT_LIVED)(
  "left open until its URLs of %s have ended, the page still shows every image when scrolled",
  async ([, gallery], { open }) => {
    const url = inject(gallery);
    const page = await open("about:blank");
    const answer = page.waitForResponse(`${url}/persons/anna/photos`);
    await page.goto(`${url}/p/anna`);
    const { expiresAt, photos } = (await (await answer).json()) as {
      expiresAt: string;
      photos: { photoURL: string }[];
    };
    await picturesInView(page);

    await page.waitForFunction((end) => Date.now() > end, Date.parse(expiresAt) + 1_000);
    // Not the URL of an image in the page: on a slow machine it may be a later one already.
    expect((await fetch(photos[0]!.photoURL)).status, "the first URL has ended").toBe(403);

    let shown = 0;
    for (let top = 0, height = Infinity; top < height; top += 800) {
      await scrollTo(page, top);
      const pictures = await picturesInView(page);
      shown += pictures.shown;
      height = await page.evaluate(() => document.documentElement.scrollHeight);
      // The last photo has no place, and so never had a URL.
      expect(pictures.placeholders.filter((photo) => photo !== "Photo photo-9001")).toEqual([]);
    }
    expect(shown).toBeGreaterThanOrEqual(420);
  },
);
