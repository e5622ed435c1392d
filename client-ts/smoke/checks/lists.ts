import { ApiError, type Person, type Photo } from "@beetroot/client";
import { failed, passed, skipped, warning, type Outcome } from "../outcome.js";
import { parseSignedUrl } from "../signedUrl.js";
import type { SmokeRun } from "../smokeRun.js";

/** How many pages are read to find what a check needs: pages may be short and still have a next one. */
const MOST_PAGES = 10;

/** Checks the person list as the web app requests it, without a parameter. */
export async function listsPeople(run: SmokeRun): Promise<Outcome> {
  const page = await run.api.client
    .listPersons(run.api.limits)
    .catch(async (thrown: unknown) => run.failure(thrown, await worksWithoutPath(run, thrown)));
  if ("result" in page) {
    return page;
  }
  const { persons, nextCursor, expiresAt } = page;
  if (!persons.every(isPerson) || !isText(nextCursor) || !isMoment(expiresAt)) {
    return run.notTheContract();
  }
  run.reachable = true;
  run.person =
    persons.find(({ repThumbURL, photoCount }) => repThumbURL !== null && photoCount > 0) ??
    persons.find(({ repThumbURL }) => repThumbURL !== null) ??
    persons.find(({ repThumbKey }) => repThumbKey !== null) ??
    persons[0];
  for (const { personId, repThumbURL, repThumbKey } of persons) {
    if (personId !== (run.options.person ?? run.person?.personId)) {
      remember(run, repThumbURL, repThumbKey);
    }
  }
  if (persons.length === 0) {
    return warning("nobody", {
      cause: "The library is empty, or the function reads another table or index.",
      remedy: "Check PERSONS_TABLE, PERSONS_INDEX and PERSONS_INDEX_SHARDS, and that the pipeline has run.",
    });
  }
  const withThumbnail = persons.filter(({ repThumbKey }) => repThumbKey !== null).length;
  return passed(
    `${persons.length} people${nextCursor === null ? "" : " and more"}, ${withThumbnail} of them with a thumbnail`,
  );
}

/** Tells a wrong base URL from a missing BASE_PATH: does the API answer at the host's root? */
async function worksWithoutPath(run: SmokeRun, thrown: unknown): Promise<boolean | undefined> {
  const { origin, pathname } = new URL(run.options.baseUrl);
  if (!(thrown instanceof ApiError) || thrown.problem?.error !== "not found" || pathname === "/") {
    return undefined;
  }
  const body = run.api.errorBody;
  const response = await run.api.get("/persons?limit=1", { baseUrl: origin });
  run.api.errorBody = body;
  return response.ok;
}

/** Reads the person whose images are opened. */
export async function readsOnePerson(run: SmokeRun): Promise<Outcome> {
  run.requireApi();
  const personId = run.options.person ?? run.requirePerson().personId;
  run.person = undefined;
  const response = await run.api.client
    .getPerson(personId, run.api.limits)
    .catch((thrown: unknown) => (isUnknownPerson(thrown) ? unknownPerson : run.failure(thrown)));
  if ("result" in response) {
    return response;
  }
  run.person = response.person;
  run.recordUrl(response.expiresAt, response.person.repThumbURL, response.person.repThumbKey);
  return passed(`${run.options.names ? personId : "a person"} with ${photos(response.person.photoCount)}`);
}

/** Only the function's own 404 says that there is no such person; a gateway's says that there is no such route. */
const isUnknownPerson = (thrown: unknown) =>
  thrown instanceof ApiError && thrown.status === 404 && thrown.problem?.error === "not found";

const unknownPerson = failed('HTTP 404, problem "not found"', {
  cause: "There is no such person.",
  remedy: "Give a personId from the list. An HTTP API cannot address a personId that contains a slash.",
});

/** Reads pages of one row, so that even a small library has a cursor to follow. */
export async function followsCursors(run: SmokeRun): Promise<Outcome> {
  const { personId } = run.requirePerson();
  const { client } = run.api;
  const people = await firstRows(async (cursor) => {
    const { persons, nextCursor } = await client.listPersons({ ...run.api.limits, limit: 1, cursor });
    return { rows: persons.map((person) => person.personId), nextCursor };
  });
  const shown = await firstRows(async (cursor) => {
    const page = await client.listPersonPhotos(personId, { ...run.api.limits, limit: 1, cursor });
    return { rows: page.photos.map((photo) => photo.photoId), nextCursor: page.nextCursor ?? null };
  });
  if (people.repeated) {
    return failed("the same person twice", {
      cause: "The cursor does not advance.",
      remedy: "Something in front of the API drops or changes the query: check the gateway's mapping and cache key.",
    });
  }
  if (people.rows < 2) {
    return skipped("there is only one person");
  }
  return passed(
    shown.rows < 2 ? "to a second person; the photos fit on one page" : "to a second person and a second photo",
  );
}

async function firstRows(read: (cursor?: string) => Promise<{ rows: string[]; nextCursor: string | null }>) {
  const seen: string[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES && seen.length < 2; page++) {
    const { rows, nextCursor } = await read(cursor);
    seen.push(...rows);
    if (nextCursor === null) {
      break;
    }
    cursor = nextCursor;
  }
  return { rows: seen.length, repeated: new Set(seen).size < seen.length };
}

/** Reads the person's photo list until one photo has an image to open. */
export async function listsPhotos(run: SmokeRun): Promise<Outcome> {
  const { personId, photoCount } = run.requirePerson();
  const seen: Photo[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const {
      photos: rows,
      nextCursor,
      expiresAt,
    } = await run.api.client.listPersonPhotos(personId, { ...run.api.limits, limit: 20, cursor });
    if (!isText(nextCursor) || !isMoment(expiresAt)) {
      return run.notTheContract();
    }
    seen.push(...rows);
    run.photosWithKey ||= rows.some(({ photoKey, photoBucket }) => photoKey !== null && photoBucket !== null);
    run.photo ??=
      rows.find(({ photoURL, thumbURL }) => photoURL !== null && thumbURL !== null) ??
      rows.find(({ photoURL }) => photoURL !== null);
    for (const { photoURL, photoKey, photoBucket, thumbURL, thumbKey } of rows) {
      remember(run, photoURL, photoKey, photoBucket);
      remember(run, thumbURL, thumbKey);
    }
    if (run.photo !== undefined) {
      run.recordUrl(expiresAt, run.photo.photoURL, run.photo.photoKey, run.photo.photoBucket);
      run.recordUrl(expiresAt, run.photo.thumbURL, run.photo.thumbKey);
    }
    if (run.photo !== undefined || nextCursor === null) {
      break;
    }
    cursor = nextCursor;
  }
  if (seen.length === 0 && photoCount > 0) {
    return warning("none", {
      cause: `The person's photoCount is ${photoCount}, but there is no occurrence.`,
      remedy: "Check OCCURRENCES_TABLE and PHOTOS_TABLE, and that the pipeline has filled both.",
    });
  }
  return seen.length === 0 ? passed("none, as the person's photoCount says") : passed(`${photos(seen.length)} read`);
}

function remember(run: SmokeRun, href: string | null, key: string | null, bucket?: string | null): void {
  if (href !== null && key !== null && URL.canParse(href)) {
    run.others.push(parseSignedUrl(href, key, bucket));
  }
}

const photos = (count: number) => (count === 1 ? "1 photo" : `${count} photos`);
const isText = (value: unknown) => value === null || typeof value === "string";
const isMoment = (value: unknown) => value instanceof Date && !Number.isNaN(value.getTime());
const isPerson = (person: Person) =>
  typeof person.personId === "string" &&
  typeof person.photoCount === "number" &&
  isText(person.repThumbKey) &&
  isText(person.repThumbURL);
