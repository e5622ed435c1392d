import { infiniteQueryOptions, queryOptions, type InfiniteData } from "@tanstack/react-query";
import type { Person, Photo } from "../../generated/index.js";
import type { Client } from "../client.js";
import { toCachedResponse, type CachedResponse } from "./cachedResponse.js";
import { queryDefaults } from "./queryDefaults.js";
import { KEY, UrlRenewer } from "./UrlRenewer.js";

/** The people of the pages that are loaded, most photographed first. */
export interface PersonList {
  persons: Person[];
}

/** The photos of the pages that are loaded. A photo in which the person occurs twice is listed twice. */
export interface PhotoList {
  photos: Photo[];
}

/** Options of a list. */
export interface PageOptions {
  /** The most rows of a page: 1 to 100 people (by default 100), or 1 to 200 photos (by default 200). */
  limit?: number;
}

/** The keys of the queries in TanStack's cache. Each begins with the key above it, so that `invalidateQueries` takes any of them. */
export const beetrootKeys = {
  all: KEY,
  /** The person lists of any `limit`. */
  persons: [...KEY, "persons"] as const,
  /** A person. */
  person: (personId: string) => [...KEY, "person", personId] as const,
  /** The photo lists of a person, of any `limit`. */
  photos: (personId: string) => [...KEY, "photos", personId] as const,
};

/**
 * Returns the options of TanStack's infinite query of the people: for `prefetchInfiniteQuery`, the loader of a router,
 * `useSuspenseInfiniteQuery`, `getQueryData`.
 */
export function personsQuery(client: Client, { limit }: PageOptions = {}) {
  return infiniteQueryOptions({
    ...queryDefaults,
    queryKey: [...beetrootKeys.persons, { limit }] as const,
    queryFn: async ({ pageParam, signal, queryKey, client: queries }) => {
      const kept = keptPage<Person>(queries, queryKey, pageParam);
      if (kept !== undefined) {
        return kept;
      }
      const page = await client.listPersons({ limit, cursor: pageParam ?? undefined, signal });
      return toCachedResponse(page.persons, page.expiresAt, page.nextCursor);
    },
    initialPageParam: FIRST,
    getNextPageParam: nextCursorOf,
    select: toPersonList,
  });
}

/** Returns the options of TanStack's infinite query of a person's photos. */
export function personPhotosQuery(client: Client, personId: string, { limit }: PageOptions = {}) {
  return infiniteQueryOptions({
    ...queryDefaults,
    queryKey: [...beetrootKeys.photos(personId), { limit }] as const,
    queryFn: async ({ pageParam, signal, queryKey, client: queries }) => {
      const kept = keptPage<Photo>(queries, queryKey, pageParam);
      if (kept !== undefined) {
        return kept;
      }
      const page = await client.listPersonPhotos(personId, { limit, cursor: pageParam ?? undefined, signal });
      return toCachedResponse(page.photos, page.expiresAt, page.nextCursor);
    },
    initialPageParam: FIRST,
    getNextPageParam: nextCursorOf,
    select: toPhotoList,
  });
}

/** Returns the options of TanStack's query of one person. */
export function personQuery(client: Client, personId: string) {
  return queryOptions({
    ...queryDefaults,
    queryKey: beetrootKeys.person(personId),
    queryFn: async ({ signal }) => {
      const { person, expiresAt } = await client.getPerson(personId, { signal });
      return toCachedResponse([person], expiresAt, null);
    },
    select: toPerson,
  });
}

const FIRST: string | null = null;

const nextCursorOf = (page: CachedResponse<unknown>) => page.nextCursor;

/** The first releases of TanStack Query 5 do not pass their client: then the refetch reads all pages. */
function keptPage<Row>(
  queries: Parameters<typeof UrlRenewer.of>[0] | undefined,
  queryKey: readonly unknown[],
  cursor: string | null,
): CachedResponse<Row> | undefined {
  return queries && UrlRenewer.of(queries).kept<Row>(queryKey, cursor);
}

export const toPersonList = memoized(({ pages }: InfiniteData<CachedResponse<Person>>): PersonList => {
  // A person whose count changes between two requests may be on two pages.
  const persons = new Map(pages.flatMap((page) => page.rows).map((person) => [person.personId, person]));
  return { persons: [...persons.values()] };
});

export const toPhotoList = memoized(({ pages }: InfiniteData<CachedResponse<Photo>>): PhotoList => ({
  photos: pages.flatMap((page) => page.rows),
}));

export const toPerson = ({ rows }: CachedResponse<Person>): Person => rows[0] as Person;

/** A `select` of the app is called on each rendering; the list below it is made once. */
function memoized<Data extends object, List>(convert: (data: Data) => List): (data: Data) => List {
  const lists = new WeakMap<Data, List>();
  return (data) => {
    const list = lists.get(data) ?? convert(data);
    lists.set(data, list);
    return list;
  };
}
