import { AwsClient } from "aws4fetch";
import { afterAll, beforeAll, expect, inject } from "vitest";
import { startGallery, type Gallery } from "../../test/gallery.js";
import { keep, SIZES } from "./looks.js";
import { picturesInView, scrollTo, test } from "./page.js";
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
  const empty = await boxes(".skeleton i");
  expect(empty.length).toBe(10);

  answer();
  await picturesInView(page);
  expect(await boxes(".people .portrait")).toEqual(empty);
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
  await page.locator(".more").getByRole("button", { name: "Try again" }).waitFor();
  expect((await picturesInView(page)).placeholders).toEqual([]);
  const asked = relay.requests.length;

  await relay.mend();
  await page.locator(".more").getByRole("button", { name: "Try again" }).click();
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
      `The answer of ${relay.url}/persons breaks the contract: photoCount: must be an integer`,
    );
  } finally {
    relay.headers = {};
  }
});

test("a path that leads nowhere, and a person who is not there", async ({ open }) => {
  const page = await open(`${relay.url}/p/nobody`);
  await page.getByText("This person is not in the library").waitFor();
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

async function people(): Promise<{ personId: string; repThumbURL: string }[]> {
  const answer = await fetch(`${own.url}/persons`);
  return ((await answer.json()) as { persons: { personId: string; repThumbURL: string }[] }).persons;
}

test("a picture that was deleted has its placeholder, after one question for all of them, and the others are there", async ({
  open,
}) => {
  const { photos } = (await (await fetch(`${own.url}/persons/carla/photos`)).json()) as {
    photos: { photoURL: string }[];
  };
  const gone = (await people()).filter(({ personId }) => ["ben", "elif"].includes(personId));
  await Promise.all([...gone.map((person) => deleteObject(person.repThumbURL)), deleteObject(photos[3]!.photoURL)]);

  const page = await open("about:blank");
  const asked: string[] = [];
  page.on("request", (request) => request.url().startsWith(`${own.url}/persons`) && asked.push(request.url()));
  await page.goto(own.url);
  await page.locator('[data-state="placeholder"] .initials', { hasText: "B" }).waitFor();
  // The newcomer never had one.
  expect(await picturesInView(page)).toEqual({ shown: 4, placeholders: ["ben", "elif", "newcomer"] });
  expect(asked).toHaveLength(2);

  await page.goto(`${own.url}/p/carla`);
  await page.getByText("No picture").waitFor();
  expect((await picturesInView(page)).shown).toBe(photos.length - 1);
  await page.locator(".photos a").nth(3).click();
  await page.getByText("There is no picture of this photo.").waitFor();
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

test("a library without people says so", async ({ open }) => {
  await Promise.all((await people()).map(({ personId }) => deletePerson(personId)));
  const page = await open(own.url, { ...SIZES[0], touch: true, reducedMotion: true });
  await page.getByText("Nobody yet").waitFor();
  await keep(page, "people-empty");
});
