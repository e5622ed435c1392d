import type { Page } from "playwright-core";
import { expect, inject } from "vitest";
import { SHORT_LIVED } from "./galleries.js";
import { picturesInView, test, viewed } from "./page.js";

const url = inject("gallery");
const PHONE = { width: 390, height: 844, touch: true };

test("the photo zooms by wheel, double click and keys, and moves only while it is zoomed", async ({ open }) => {
  const page = await open(`${url}/p/ben`);
  await page.locator(".photos a").nth(1).click();
  const second = await viewed(page);

  await page.mouse.move(640, 450);
  await page.mouse.wheel(0, -400);
  await expect.poll(() => scale(page)).toBeGreaterThan(1.2);
  await page.keyboard.press("0");
  await expect.poll(() => scale(page)).toBeCloseTo(1);

  await page.mouse.dblclick(640, 450);
  await expect.poll(() => scale(page)).toBeCloseTo(2.5);
  const before = await left(page);
  await page.mouse.down();
  await page.mouse.move(740, 450, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => left(page)).toBeGreaterThan(before + 50);
  const dragged = await left(page);
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => left(page)).toBeLessThan(dragged - 50);
  expect(await viewed(page), "the arrows move a zoomed photo").toBe(second);
  await page.mouse.dblclick(640, 450);
  await expect.poll(() => scale(page)).toBeCloseTo(1);

  await page.keyboard.press("+");
  await expect.poll(() => scale(page)).toBeGreaterThan(1.2);
  await page.keyboard.press("-");
  await page.keyboard.press("-");
  await expect.poll(() => scale(page)).toBeCloseTo(1);
  await page.getByRole("button", { name: "Zoom in" }).click();
  await expect.poll(() => scale(page)).toBeCloseTo(2.5);
  await page.getByRole("button", { name: "Next photo" }).click();
  expect(await viewed(page)).not.toBe(second);
  await expect.poll(() => scale(page), { message: "the next photo begins without zoom" }).toBeCloseTo(1);
});

test("two fingers zoom, and one finger then moves the photo instead of changing it", async ({ open }) => {
  const page = await open(`${url}/p/ben`, PHONE);
  await page.locator(".photos a").nth(1).tap();
  const photo = await viewed(page);
  const fingers = await touches(page);

  await fingers.press({ x: 170, y: 420 }, { x: 220, y: 420 });
  for (const spread of [20, 40, 60, 80]) {
    await fingers.move({ x: 170 - spread, y: 420 }, { x: 220 + spread, y: 420 });
  }
  await fingers.lift();
  await expect.poll(() => scale(page)).toBeGreaterThan(2);
  await fingers.swipe({ x: 300, y: 420 }, -200, 0);
  expect(await viewed(page)).toBe(photo);
  expect(await page.locator(".position").innerText()).toBe("2 of 177");
});

test("a flick of 32 pixels leads on, the ends resist, and a swipe down or a tap next to the photo closes", async ({
  open,
}) => {
  const page = await open(`${url}/p/ben`, PHONE);
  // The taps come first: after a flick that a test sends, Chromium takes the next tap for the end of a fling, and sends no click.
  await page.locator(".photos a").first().tap();
  await viewed(page);
  await page.locator(".slide[data-current] .picture").tap();
  await viewed(page);
  await page.touchscreen.tap(200, 120);
  await page.getByRole("dialog").waitFor({ state: "detached" });

  await page.locator(".photos a").first().tap();
  await viewed(page);
  const fingers = await touches(page);
  await fingers.press({ x: 100, y: 420 });
  await fingers.move({ x: 200, y: 420 });
  const dragged = () =>
    page.locator(".stage").evaluate((stage) => parseFloat(stage.style.getPropertyValue("--drag-x")));
  await expect.poll(dragged, { message: "the first photo follows a finger to the right" }).toBeGreaterThan(0);
  expect(await dragged(), "but reluctantly").toBeLessThan(50);
  await fingers.lift();
  expect(await page.locator(".position").innerText()).toBe("1 of 177");

  await fingers.swipe({ x: 200, y: 420 }, -34, 0);
  await expect.poll(() => page.locator(".position").innerText()).toBe("2 of 177");
  await fingers.swipe({ x: 200, y: 420 }, 0, -200);
  await viewed(page);
  await fingers.swipe({ x: 200, y: 300 }, 0, 200);
  await page.getByRole("dialog").waitFor({ state: "detached" });
  expect(new URL(page.url()).pathname).toBe("/p/ben");
});

test("the slideshow goes from photo to photo, and stops when asked or at the end", async ({ open }) => {
  const page = await open(`${url}/p/ben`);
  await page.locator(".photos a").first().click();
  await viewed(page);
  await page.clock.install();

  await page.keyboard.press("Space");
  await page.getByRole("button", { name: "Stop the slideshow" }).waitFor();
  for (const position of ["2 of 177", "3 of 177"]) {
    await page.clock.runFor(5_000);
    await expect.poll(() => page.locator(".position").innerText()).toBe(position);
  }
  await page.getByRole("button", { name: "Stop the slideshow" }).click();
  await page.clock.runFor(20_000);
  expect(await page.locator(".position").innerText()).toBe("3 of 177");

  await page.keyboard.press("End");
  await expect.poll(() => page.locator(".position").innerText()).toBe("177 of 177");
  expect(await page.getByRole("button", { name: "Start the slideshow" }).getAttribute("aria-disabled")).toBe("true");
});

test.for(SHORT_LIVED)(
  "the link to the page is copied, which carries no signature of %s",
  async ([, gallery], { open }) => {
    const page = await open(`${inject(gallery)}/p/ben`);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.locator(".photos a").first().click();
    await viewed(page);

    await page.keyboard.press("c");
    await page.getByText("Link copied").waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(page.url());
    expect(copied).not.toMatch(/X-Amz|Signature/);
  },
);

test("where the browser can share, the button shares that same link", async ({ open }) => {
  const page = await open("about:blank");
  await page.addInitScript(() => {
    navigator.share = async (data) => void Object.assign(window, { shared: data });
  });
  await page.goto(`${url}/p/ben`);
  await page.locator(".photos a").first().click();
  const name = await viewed(page);
  await page.getByRole("button", { name: "Share the link to this page" }).click();
  await expect
    .poll(() => page.evaluate(() => (window as { shared?: object }).shared))
    .toEqual({
      title: name,
      url: page.url(),
    });
});

test.for(SHORT_LIVED)(
  "the information names key, bucket, size, and when the link of %s to the file ends",
  async ([, gallery], { open }) => {
    const url = inject(gallery);
    const page = await open("about:blank");
    const answer = page.waitForResponse(`${url}/persons/ben/photos`);
    await page.goto(`${url}/p/ben`);
    const { photos, expiresAt } = (await (await answer).json()) as {
      photos: { photoKey: string; photoBucket: string; photoId: string }[];
      expiresAt: string;
    };
    await page.locator(".photos a").first().click();
    await viewed(page);
    await page.keyboard.press("i");

    const panel = page.getByRole("complementary", { name: "Information" });
    const { photoKey, photoBucket, photoId } = photos[0]!;
    const end = await page.evaluate(
      (at) => new Date(at).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "medium" }),
      expiresAt,
    );
    for (const text of [photoKey, photoBucket, photoId, "960 × 640 pixels", end]) {
      await panel.getByText(text, { exact: true }).waitFor();
    }
    await page.keyboard.press("i");
    await panel.waitFor({ state: "detached" });
  },
);

test("? shows the keys over the viewer and over the grid, and Escape closes the keys alone", async ({ open }) => {
  const page = await open(`${url}/p/ben`);
  await page.locator(".photos a").first().click();
  await viewed(page);
  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keys" });
  await keys.getByText("Previous and next photo").waitFor();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Escape");
  await keys.waitFor({ state: "detached" });
  expect(await page.locator(".position").innerText()).toBe("1 of 177");
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => page.locator(".position").innerText()).toBe("2 of 177");

  await page.goto(url);
  await picturesInView(page);
  await page.keyboard.press("?");
  await keys.getByText("Search for a person").waitFor();
});

test("the viewer fills the screen and leaves it again", async ({ open }) => {
  const page = await open(`${url}/p/ben`);
  await page.locator(".photos a").first().click();
  await viewed(page);
  await page.keyboard.press("f");
  await expect.poll(() => page.evaluate(() => document.fullscreenElement?.className)).toBe("stage");
  await page.getByRole("button", { name: "Leave full screen" }).click();
  await expect.poll(() => page.evaluate(() => document.fullscreenElement)).toBe(null);
  await viewed(page);
});

test("a tile grows into the viewer, unless the reader wants less motion", async ({ open }) => {
  for (const reducedMotion of [false, true]) {
    const page = await open("about:blank", { reducedMotion });
    await page.addInitScript(() => {
      const grown: string[] = [];
      Object.assign(window, { grown });
      const start = document.startViewTransition.bind(document);
      document.startViewTransition = (update) => {
        const transition = start(update);
        void transition.ready.then(() => {
          const names = document.getAnimations().map((animation) => (animation.effect as KeyframeEffect).pseudoElement);
          grown.push(...names.filter((name) => name === "::view-transition-group(photo)").map(String));
        });
        return transition;
      };
    });
    await page.goto(`${url}/p/ben`);
    await picturesInView(page);
    const grown = () => page.evaluate(() => (window as unknown as { grown: string[] }).grown.length);
    await page.locator(".photos a").nth(1).click();
    await viewed(page);
    await expect.poll(grown).toBe(reducedMotion ? 0 : 1);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await expect.poll(grown).toBe(reducedMotion ? 0 : 2);
  }
});

/** How much larger the photo is drawn than its place in the viewer. */
function scale(page: Page): Promise<number> {
  return page
    .locator(".slide[data-current] .picture")
    .evaluate((picture) => picture.getBoundingClientRect().width / (picture as HTMLElement).offsetWidth);
}

function left(page: Page): Promise<number> {
  return page.locator(".slide[data-current] .picture").evaluate((picture) => picture.getBoundingClientRect().left);
}

interface Point {
  x: number;
  y: number;
}

/** Fingers on the screen. */
async function touches(page: Page) {
  const session = await page.context().newCDPSession(page);
  // In seconds. The test's own clock: how fast a flick is must not depend on the machine.
  let timestamp = Date.now() / 1_000;
  const send = (type: "touchStart" | "touchMove" | "touchEnd", points: Point[]) => {
    timestamp += 0.02;
    const touchPoints = points.map((point, id) => ({ ...point, id }));
    return session.send("Input.dispatchTouchEvent", { type, touchPoints, timestamp });
  };
  const press = (...points: Point[]) => send("touchStart", points);
  const move = (...points: Point[]) => send("touchMove", points);
  const lift = () => send("touchEnd", []);
  const swipe = async ({ x, y }: Point, byX: number, byY: number) => {
    await press({ x, y });
    for (const part of [0.5, 1]) {
      await move({ x: x + byX * part, y: y + byY * part });
    }
    await lift();
  };
  return { press, move, lift, swipe };
}
