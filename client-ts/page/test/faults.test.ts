import { AwsClient } from "aws4fetch";
import { crc32, deflateSync } from "node:zlib";
import { afterAll, beforeAll, expect, inject } from "vitest";
import { startGallery, type Gallery } from "../../test/gallery.js";
import { keep, SIZES } from "./looks.js";
import { picturesInView, scrollTo, test, viewed } from "./page.js";
import { Relay } from "./relay.js";

let relay: Relay;
beforeAll(async () => {
  relay = await Relay.to(inject("gallery"));
});
afterAll(() => relay.cut());

test("while the API does not answer there are empty tiles, in the very places of the later ones", async ({ open }) => {
  const answer = relay.hold();
  const page = await open(relay.url);
  const boxes = (selector: string) =>
    page
      .locator(selector)
      .evaluateAll((tiles) =>
        tiles
          .slice(0, 10)
          .map((tile) => Object.values(tile.getBoundingClientRect().toJSON() as DOMRect).map(Math.round)),
      );
  const empty = await boxes(".beetroot-skeleton .beetroot-unloaded");
  expect(empty.length).toBe(10);

  answer();
  await picturesInView(page);
  expect(await boxes(".people .beetroot-image")).toEqual(empty);
});

test("with the API out of reach the page says so, and shows the people on another try", async ({ open }) => {
  const page = await open(`${relay.url}/p/newcomer`);
  await page.getByText("No photos yet").waitFor();
  await relay.cut();
  await page.getByRole("link", { name: "See all people" }).click();

  await page.getByRole("alert").getByText("The gallery is out of reach").waitFor();
  await relay.mend();
  await page.getByRole("button", { name: "Try again" }).click();
  expect((await picturesInView(page)).shown).toBeGreaterThan(0);
});

test("where the next page of a list fails, what is there stays, and another try goes on", async ({ open }) => {
  const page = await open(`${relay.url}/p/anna`);
  await picturesInView(page);
  await relay.cut();
  await scrollTo(page, await page.evaluate(() => document.documentElement.scrollHeight));
  await page.locator(".beetroot-more").getByRole("button", { name: "Try again" }).waitFor();
  expect((await picturesInView(page)).placeholders).toEqual([]);
  const asked = relay.requests.length;

  await relay.mend();
  await page.locator(".beetroot-more").getByRole("button", { name: "Try again" }).click();
  await page.locator('.photos li[aria-posinset="201"]').waitFor();
  await picturesInView(page);
  expect(relay.requests.slice(asked).some((path) => path.includes("cursor="))).toBe(true);
});

test("an answer that the gallery finds to break the contract is told in the console", async ({ open }) => {
  relay.headers = { "Contract-Violation": "photoCount: must be an integer" };
  try {
    const page = await open("about:blank");
    const told = page.waitForEvent("console", (message) => message.type() === "error");
    await page.goto(relay.url);
    expect((await told).text()).toBe(
      `The response of ${relay.url}/persons breaks the contract: photoCount: must be an integer`,
    );
  } finally {
    relay.headers = {};
  }
});

test("without a network, a new person and a photo deep in a list say so, and appear when it is back", async ({
  open,
}) => {
  const page = await open(relay.url);
  await picturesInView(page);
  await page.context().setOffline(true);
  await page.getByText("What is not loaded yet follows when the connection is back.").waitFor();
  await page.getByRole("link", { name: "nora" }).click();
  await page.getByText("This page loads by itself when the connection is back.").waitFor();
  await page.context().setOffline(false);
  await page.getByText("This page loads by itself").waitFor({ state: "detached" });
  expect((await picturesInView(page)).shown).toBeGreaterThan(0);

  await page.context().setOffline(true);
  // The second photo is in view already, the last one is not loaded.
  await page.locator(".photos a").nth(1).click();
  await page.keyboard.press("End");
  await page.getByText("You are offline. Photos load when the connection is back.").waitFor();
  // The preview, the original, or both: nothing spins while nothing can come.
  const spinners = await page
    .locator(".slide[data-current] [data-state]")
    .evaluateAll((images) => images.map((image) => getComputedStyle(image, "::before").animationName));
  expect(new Set(spinners)).toEqual(new Set(["none"]));
  await page.context().setOffline(false);
  await viewed(page);
  await expect.poll(() => page.locator(".viewer-message").innerText()).toBe("");
});

test("a path that leads nowhere, and a person who is not there", async ({ open }) => {
  const page = await open(`${relay.url}/p/nobody`);
  await page.getByText("This person is not in the library").waitFor();
  await expect.poll(() => page.locator(".heading p").innerText()).toBe("\u00a0");
  await page.goto(`${relay.url}/p/too/many/parts`);
  await page.getByText("There is nothing here").waitFor();
  await page.getByRole("link", { name: "See all people" }).click();
  await picturesInView(page);
});

/** What follows takes things out of a library of its own. */
const ACCOUNT = {
  accessKeyId: "LOCALGALLERY",
  secretAccessKey: "localgallerysecret",
  region: "eu-central-1",
  retries: 0,
};
let own: Gallery;
beforeAll(async () => {
  own = await startGallery("--people=6", "--photos=4");
});
afterAll(() => own.stop());

async function deleteObject(signedUrl: string): Promise<void> {
  // The URL without its signature is the object's.
  const url = signedUrl.slice(0, signedUrl.indexOf("?"));
  const { status } = await new AwsClient({ ...ACCOUNT, service: "s3" }).fetch(url, { method: "DELETE" });
  expect(status).toBe(204);
}

async function deletePerson(personId: string): Promise<void> {
  const { status } = await new AwsClient({ ...ACCOUNT, service: "dynamodb" }).fetch(own.dynamoDb, {
    method: "POST",
    headers: { "Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": "DynamoDB_20120810.DeleteItem" },
    body: JSON.stringify({ TableName: "Persons", Key: { personId: { S: personId } } }),
  });
  expect(status).toBe(200);
}

async function put(table: string, item: Record<string, string | number>): Promise<void> {
  const attributes = Object.entries(item).map(([name, value]) => [
    name,
    typeof value === "number" ? { N: `${value}` } : { S: value },
  ]);
  const { status } = await new AwsClient({ ...ACCOUNT, service: "dynamodb" }).fetch(own.dynamoDb, {
    method: "POST",
    headers: { "Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": "DynamoDB_20120810.PutItem" },
    body: JSON.stringify({ TableName: table, Item: Object.fromEntries(attributes) }),
  });
  expect(status).toBe(200);
}

/** Adds a person with photos that are these files. */
async function putPerson(personId: string, photoCount: number, files: Record<string, Buffer> = {}): Promise<void> {
  const { photos } = (await (await fetch(`${own.url}/persons/anna/photos`)).json()) as {
    photos: { photoURL: string; photoKey: string }[];
  };
  const { photoURL, photoKey } = photos.find((photo) => !/[^\w./-]/.test(photo.photoKey))!;
  const bucket = photoURL.slice(0, photoURL.indexOf(photoKey));
  for (const [name, body] of Object.entries(files)) {
    const key = `photos-raw/test/${name}`;
    const { status } = await new AwsClient({ ...ACCOUNT, service: "s3" }).fetch(bucket + key, {
      method: "PUT",
      body: new Uint8Array(body),
    });
    expect(status).toBe(200);
    const photo = { photoId: name, photoBucket: "beetroot-raw", photoKey: key };
    await put("Occurrences", { personId, occurrenceId: name, ...photo });
  }
  await put("Persons", { personId, photoCount });
}

/** A picture of one colour, as PNG. */
function png(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // 8 bits of grey.
  header[8] = 8;
  const rows = Buffer.alloc((width + 1) * height, 0x99);
  for (let row = 0; row < height; row++) {
    rows[row * (width + 1)] = 0;
  }
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

async function people(): Promise<{ personId: string; repThumbURL: string }[]> {
  const answer = await fetch(`${own.url}/persons`);
  return ((await answer.json()) as { persons: { personId: string; repThumbURL: string }[] }).persons;
}

test("a picture that was deleted has its placeholder, after one question for all of them, and the others are there", async ({
  open,
}) => {
  const { photos } = (await (await fetch(`${own.url}/persons/carla/photos`)).json()) as {
    photos: { photoURL: string; previewURL: string }[];
  };
  const gone = (await people()).filter(({ personId }) => ["ben", "elif"].includes(personId));
  await Promise.all([
    ...gone.map((person) => deleteObject(person.repThumbURL)),
    deleteObject(photos[3]!.photoURL),
    deleteObject(photos[3]!.previewURL),
  ]);

  const page = await open("about:blank");
  const asked: string[] = [];
  page.on("request", (request) => request.url().startsWith(`${own.url}/persons`) && asked.push(request.url()));
  await page.goto(own.url);
  await page.locator('[data-state="placeholder"] .beetroot-initials', { hasText: "B" }).waitFor();
  // The newcomer never had one.
  expect(await picturesInView(page)).toEqual({ shown: 4, placeholders: ["ben", "elif", "newcomer"] });
  expect(asked).toHaveLength(2);

  await page.goto(`${own.url}/p/carla`);
  await page.getByText("No picture").waitFor();
  expect((await picturesInView(page)).shown).toBe(photos.length - 1);
  await page.locator(".photos a").nth(3).click();
  await page.getByText("This picture cannot be loaded").waitFor();
});

test("where fresh URLs cannot be had, what is there stays, with a notice and another try", async ({ open }) => {
  const between = await Relay.to(own.url);
  try {
    await deleteObject((await people()).find(({ personId }) => personId === "finn")!.repThumbURL);
    // The image that is missing makes the page ask a second time.
    between.most = 1;
    const page = await open(between.url, { ...SIZES[0], touch: true, reducedMotion: true });
    await page.getByText("What you see may be out of date.").waitFor();
    expect((await picturesInView(page)).shown).toBeGreaterThan(0);
    await keep(page, "people-notice", () => picturesInView(page));

    between.most = Infinity;
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("What you see may be out of date.").waitFor({ state: "detached" });
  } finally {
    await between.cut();
  }
});

test("files that a browser cannot show are named and offered", async ({ open }) => {
  const text = Buffer.from("no picture");
  await putPerson("files", 3, { "a.heic": text, "b.mov": text, "c.txt": text });
  const page = await open(`${own.url}/p/files`);
  for (const kind of ["HEIC photo", "QuickTime video", "Text file"]) {
    await page.locator(".photos").getByText(kind).waitFor();
  }
  await page.locator(".photos a").first().click();
  for (const kind of ["HEIC photo", "QuickTime video", "Text file"]) {
    const slide = page.locator(".slide[data-current]");
    await slide.getByText(kind).waitFor();
    const file = await fetch((await slide.getByRole("link", { name: "Open the file" }).getAttribute("href"))!);
    expect(await file.text()).toBe("no picture");
    await page.keyboard.press("ArrowRight");
  }
});

test("a small picture is not enlarged, and a panorama can be moved", async ({ open }) => {
  await putPerson("sizes", 3, { "a.png": png(1, 1), "b.png": png(16, 16), "c.png": png(8000, 400) });
  const page = await open(`${own.url}/p/sizes`);
  await page.locator(".photos a").first().click();
  const box = () =>
    page
      .locator(".slide[data-current] .original img")
      .evaluate((image) => image.getBoundingClientRect().toJSON() as DOMRect);
  for (const side of [1, 16]) {
    await viewed(page);
    await expect.poll(async () => (await box()).width).toBeCloseTo(side);
    await page.keyboard.press("ArrowRight");
  }
  await viewed(page);
  await expect.poll(async () => (await box()).width).toBeGreaterThan(900);
  const small = await box();
  expect(small.width / small.height).toBeCloseTo(20, 0);

  await page.mouse.dblclick(small.left + small.width / 2, small.top + small.height / 2);
  await expect.poll(async () => (await box()).height).toBeGreaterThan(600);
  const { left } = await box();
  await page.mouse.down();
  await page.mouse.move(small.left + 100, small.top, { steps: 5 });
  await page.mouse.up();
  await expect.poll(async () => (await box()).left).toBeLessThan(left - 300);
});

test("where the library counts more photos than it lists, the page says both", async ({ open }) => {
  await putPerson("counted", 2_000, { "a.png": png(300, 200), "b.png": png(300, 200) });
  await putPerson("listless", 3);
  const page = await open(`${own.url}/p/counted`);
  await page.getByText("The library counts 2,000 photos of this person, but lists 2.").waitFor();
  expect(await page.locator(".heading p").innerText()).toBe("2 photos");
  await page.locator(".photos a").first().click();
  await viewed(page);
  expect(await page.locator(".position").innerText()).toBe("1 of 2");

  await page.goto(`${own.url}/p/listless`);
  await page.getByText("No photos to show").waitFor();
  await page.getByText("The library counts 3 photos of this person, but lists none.").waitFor();
  expect(await page.locator(".heading p").innerText()).toBe("No photos");
});

test("names of 300 characters and blank ones have their place", async ({ open }) => {
  const long = "n".repeat(300);
  await putPerson(long, 9_000);
  await putPerson("   ", 8_000);
  const page = await open(own.url, { ...SIZES[0], touch: true });
  await picturesInView(page);
  const width = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(await width()).toBe(0);
  expect(await page.locator(".people .beetroot-name").nth(1).innerText()).toMatch(/^unnamed person$/i);
  await page.getByRole("link", { name: long }).click();
  await page.locator("h1", { hasText: long }).waitFor();
  expect(await width()).toBe(0);
  expect(await page.locator("h1").evaluate((heading) => heading.clientHeight)).toBeLessThan(300);
  await page.goBack();
  await page.getByRole("link", { name: "Unnamed person" }).click();
  await page.locator("h1", { hasText: "Unnamed person" }).waitFor();
});

test("a library without people says so", async ({ open }) => {
  await Promise.all((await people()).map(({ personId }) => deletePerson(personId)));
  const page = await open(own.url, { ...SIZES[0], touch: true, reducedMotion: true });
  await page.getByText("Nobody yet").waitFor();
  await keep(page, "people-empty");
});
