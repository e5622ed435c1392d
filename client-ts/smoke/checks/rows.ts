import type { Person, Photo } from "@beetroot/client";
import { failed, notChecked, passed, warning, type Outcome } from "../outcome.js";
import { Missing, type Visit } from "../visit.js";

/** How many pages are read to find what a check needs: pages may be short and still lead on. */
const MOST_PAGES = 10;

/** The list as the web app asks for it, without a parameter. */
export async function listsPeople(visit: Visit): Promise<Outcome> {
  const { persons, nextCursor, expiresAt } = await visit.client.listPersons(visit.call);
  if (!persons.every(isPerson) || !isText(nextCursor) || !isMoment(expiresAt)) {
    return failed("HTTP 200, but not the contract's members", {
      cause: "What answers here is not the Beetroot API, or an older one.",
      remedy: "Check the base URL; a function without nextCursor and expiresAt is the one that this API replaces.",
    });
  }
  visit.reached = true;
  visit.person =
    persons.find(({ repThumbURL, photoCount }) => repThumbURL !== null && photoCount > 0) ??
    persons.find(({ repThumbURL }) => repThumbURL !== null) ??
    persons.find(({ repThumbKey }) => repThumbKey !== null) ??
    persons[0];
  if (persons.length === 0) {
    return warning("nobody", {
      cause: "The library is empty, or the function reads another table or index.",
      remedy: "Check PERSONS_TABLE, PERSONS_INDEX and PERSONS_INDEX_SHARDS, and whether the pipeline has run.",
    });
  }
  const withThumbnail = persons.filter(({ repThumbKey }) => repThumbKey !== null).length;
  return passed(
    `${persons.length} people${nextCursor === null ? "" : " and more"}, ${withThumbnail} of them with a thumbnail`,
  );
}

/** The person whose images are opened, alone. */
export async function readsOnePerson(visit: Visit): Promise<Outcome> {
  if (!visit.reached) {
    throw new Missing("the API was not reached");
  }
  const personId = visit.options.person ?? somebody(visit).personId;
  visit.person = undefined;
  const response = await visit.client.getPerson(personId, visit.call).catch((thrown: unknown) => visit.failure(thrown));
  if ("result" in response) {
    const absent = response.found.startsWith("HTTP 404");
    return absent
      ? failed(response.found, {
          cause: "There is no such person.",
          remedy: "Give a personId of the list; behind an HTTP API one with a slash cannot be asked for.",
        })
      : response;
  }
  visit.person = response.person;
  visit.promise(response.expiresAt, response.person.repThumbURL, response.person.repThumbKey);
  return passed(`${visit.options.names ? personId : "a person"} of ${photos(response.person.photoCount)}`);
}

/** Pages of one row, so that even a small library has a cursor to follow. */
export async function followsCursors(visit: Visit): Promise<Outcome> {
  const { personId } = somebody(visit);
  const people = await firstRows(async (cursor) => {
    const { persons, nextCursor } = await visit.client.listPersons({ ...visit.call, limit: 1, cursor });
    return { rows: persons.map((person) => person.personId), nextCursor };
  });
  const shown = await firstRows(async (cursor) => {
    const page = await visit.client.listPersonPhotos(personId, { ...visit.call, limit: 1, cursor });
    return { rows: page.photos.map((photo) => photo.photoId), nextCursor: page.nextCursor };
  });
  if (people.repeated) {
    return failed("the same person twice", {
      cause: "The cursor does not lead on.",
      remedy: "Something between drops or alters the query: check the gateway's mapping and cache key.",
    });
  }
  if (people.rows < 2) {
    return notChecked("there is one person only");
  }
  return passed(
    shown.rows < 2 ? "to a second person; the photos have one page" : "to a second person and a second photo",
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

/** The person's photos, until one has an image to open. */
export async function listsPhotos(visit: Visit): Promise<Outcome> {
  const { personId, photoCount } = somebody(visit);
  const seen: Photo[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const {
      photos: rows,
      nextCursor,
      expiresAt,
    } = await visit.client.listPersonPhotos(personId, { ...visit.call, limit: 20, cursor });
    seen.push(...rows);
    visit.photosWithKey ||= rows.some(({ photoKey, photoBucket }) => photoKey !== null && photoBucket !== null);
    visit.photo ??=
      rows.find(({ photoURL, thumbURL }) => photoURL !== null && thumbURL !== null) ??
      rows.find(({ photoURL }) => photoURL !== null);
    if (visit.photo !== undefined) {
      visit.promise(expiresAt, visit.photo.photoURL, visit.photo.photoKey, visit.photo.photoBucket);
      visit.promise(expiresAt, visit.photo.thumbURL, visit.photo.thumbKey);
    }
    if (visit.photo !== undefined || nextCursor === null) {
      break;
    }
    cursor = nextCursor;
  }
  if (seen.length === 0 && photoCount > 0) {
    return warning("none", {
      cause: `The person counts ${photos(photoCount)}, and no occurrence is found.`,
      remedy: "Check OCCURRENCES_TABLE and PHOTOS_TABLE, and whether the pipeline has written both.",
    });
  }
  return seen.length === 0 ? passed("none, as the person counts none") : passed(`${photos(seen.length)} read`);
}

/** The person of this visit. */
export function somebody({ person }: Visit): Person {
  if (person === undefined) {
    throw new Missing("no person was read");
  }
  return person;
}

const photos = (count: number) => (count === 1 ? "1 photo" : `${count} photos`);
const isText = (value: unknown) => value === null || typeof value === "string";
const isMoment = (value: unknown) => value instanceof Date && !Number.isNaN(value.getTime());
const isPerson = (person: Person) =>
  typeof person.personId === "string" &&
  typeof person.photoCount === "number" &&
  isText(person.repThumbKey) &&
  isText(person.repThumbURL);
