// @vitest-environment happy-dom
import { renewImages } from "@beetroot/client/images";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeApi, problem } from "./fakeApi.js";
import { hide, ownTheClock, sleep, START, unhide } from "./page.js";

ownTheClock();

const MINUTE = 60_000;
let stop: AbortController;
beforeEach(() => {
  stop = new AbortController();
});
afterEach(() => {
  stop.abort();
  document.body.replaceChildren();
});

async function pass(ms: number) {
  await vi.advanceTimersByTimeAsync(ms);
}

/** A page without React that shows three people. */
async function page(api: FakeApi, onRenew?: () => void) {
  const people = renewImages(() => api.client.listPersons(), { signal: stop.signal, onRenew });
  await pass(100);
  for (const { personId, repThumbURL } of (await people).persons) {
    document.body.append(Object.assign(new Image(), { alt: personId, src: repThumbURL }));
  }
  api.takeAsked();
}

function urls(): string[] {
  return [...document.querySelectorAll("img")].map((image) => image.src);
}

test("plain images are renewed shortly before their URLs end, and no longer when the page stops it", async () => {
  const api = new FakeApi(3);
  const renewals: string[] = [];
  await page(api, () => renewals.push("renewed"));
  expect(urls()[0]).toBe(`http://s3.test/person-0.jpg?signed=${START}`);

  await pass(57 * MINUTE);
  expect(api.takeAsked()).toEqual([]);
  await pass(2.5 * MINUTE);
  expect(api.takeAsked()).toEqual(["/persons"]);
  expect(urls()).toEqual(api.people.map((person) => api.url(person)));
  expect(urls()[0]).not.toContain(String(START));
  expect(renewals).toEqual(["renewed"]);

  stop.abort();
  await pass(120 * MINUTE);
  expect(api.takeAsked()).toEqual([]);
});

test("plain images are left alone while nobody sees them", async () => {
  const api = new FakeApi(3);
  await page(api);
  hide();
  await pass(180 * MINUTE);
  expect(api.takeAsked()).toEqual([]);

  unhide();
  await pass(100);
  expect(urls()).toEqual(api.people.map((person) => api.url(person)));
});

test("plain images that fail share one request, and a missing one causes no second", async () => {
  const api = new FakeApi(3);
  await page(api);
  sleep(20 * MINUTE);
  document.querySelectorAll("img").forEach((image) => image.dispatchEvent(new Event("error")));
  await pass(100);
  expect(api.takeAsked()).toEqual(["/persons"]);
  expect(urls()).toEqual(api.people.map((person) => api.url(person)));

  document.querySelector("img")!.dispatchEvent(new Event("error"));
  await pass(100);
  expect(api.takeAsked()).toEqual([]);
});

test("an image that is made with an old URL gets the current one when it fails", async () => {
  const api = new FakeApi(3);
  const old = api.url("person-1");
  await page(api);
  await pass(59.5 * MINUTE);
  api.takeAsked();

  const late = Object.assign(new Image(), { src: old });
  document.body.append(late);
  late.dispatchEvent(new Event("error"));
  expect(late.src).toBe(api.url("person-1"));
  expect(api.takeAsked()).toEqual([]);
});

test("plain images stay while the API is down, and are renewed when it is back", async () => {
  const api = new FakeApi(3);
  await page(api);
  const before = urls();
  api.fault = () => problem(503);
  await pass(62 * MINUTE);
  // One request each half minute.
  expect(api.takeAsked().length).toBeLessThanOrEqual(9);
  expect(urls()).toEqual(before);

  api.fault = undefined;
  await pass(MINUTE);
  expect(urls()).toEqual(api.people.map((person) => api.url(person)));
});

test("a missing preview is replaced by its original at once, and stays so; after the URLs ended, the renewal comes first", async () => {
  const api = new FakeApi(2);
  api.hasPreviews = true;
  const answer = renewImages(() => api.client.listPersonPhotos("anna"), { signal: stop.signal });
  await pass(100);
  for (const { photoId, previewURL } of (await answer).photos) {
    document.body.append(Object.assign(new Image(), { alt: photoId, src: previewURL }));
  }
  api.takeAsked();
  const [first, second] = document.querySelectorAll("img");

  first!.dispatchEvent(new Event("error"));
  expect(urls()).toEqual([api.url("person-0"), api.previewUrl("person-1")]);
  await pass(59.5 * MINUTE);
  expect(api.takeAsked()).toEqual(["/persons/anna/photos"]);
  expect(urls()).toEqual([api.url("person-0"), api.previewUrl("person-1")]);

  sleep(120 * MINUTE);
  second!.dispatchEvent(new Event("error"));
  await pass(100);
  expect(api.takeAsked()).toEqual(["/persons/anna/photos"]);
  expect(urls()).toEqual([api.url("person-0"), api.previewUrl("person-1")]);
  second!.dispatchEvent(new Event("error"));
  expect(urls()).toEqual([api.url("person-0"), api.url("person-1")]);
  expect(api.takeAsked()).toEqual([]);
});
