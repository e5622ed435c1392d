import { Configuration, PersonsApi, type Person, type PersonAnswer, type PersonPage, type Photo, type PhotoPage } from "../generated/index.js";
import { translated } from "./errors.js";

export interface ClientOptions {
  /** Where the API is, such as `https://id.execute-api.eu-central-1.amazonaws.com`; without a path for the same origin: `""`. */
  baseUrl: string;
  /** The bearer token of a deployment that asks for one; a function is called before each request. */
  token?: string | (() => string | Promise<string>);
  /** Headers for every request. */
  headers?: Record<string, string>;
  /** Another `fetch` than the global one. */
  fetch?: typeof fetch;
}

export interface CallOptions {
  /** Aborts the call, which then throws the signal's reason. */
  signal?: AbortSignal;
}

export interface ListOptions extends CallOptions {
  /** The most rows of one page: 1 to 100 people (by default 100), or 1 to 200 photos (by default 200). */
  limit?: number;
  /** `nextCursor` of the page before, unchanged. */
  cursor?: string;
}

/**
 * The calls of the API. Each throws an `ApiError` where the API answers with an error, a `NetworkError` where no answer comes,
 * and the signal's reason where it is aborted.
 */
export interface Client {
  /** A page of people, most photographed first. */
  listPersons(options?: ListOptions): Promise<PersonPage>;
  /** One person; an `ApiError` with the status 404 where there is none. */
  getPerson(personId: string, options?: CallOptions): Promise<PersonAnswer>;
  /** A page of a person's photos. It may be short and still lead on: only `nextCursor: null` is the end. */
  listPersonPhotos(personId: string, options?: ListOptions): Promise<PhotoPage>;
  /** Everybody, page after page. The URLs of the first people may end before the last are read. */
  allPersons(options?: Omit<ListOptions, "cursor">): AsyncGenerator<Person, void, undefined>;
  /** All photos of a person, page after page. */
  allPhotos(personId: string, options?: Omit<ListOptions, "cursor">): AsyncGenerator<Photo, void, undefined>;
}

/** Makes a client. It keeps no state: make one for each API and share it. */
export function createClient({ baseUrl, token, headers, fetch }: ClientOptions): Client {
  const api = new PersonsApi(
    new Configuration({ basePath: baseUrl.replace(/\/+$/, ""), accessToken: token, headers, fetchApi: fetch }),
  );

  const call = async <T>(run: (init: RequestInit) => Promise<T>, { signal }: CallOptions): Promise<T> => {
    try {
      return await run({ signal });
    } catch (thrown) {
      throw await translated(thrown, signal);
    }
  };

  const client: Client = {
    listPersons: ({ limit, cursor, ...options } = {}) => call((init) => api.listPersons({ limit, cursor }, init), options),
    getPerson: (personId, options = {}) => call((init) => api.getPerson({ personId }, init), options),
    listPersonPhotos: (personId, { limit, cursor, ...options } = {}) =>
      call((init) => api.listPersonPhotos({ personId, limit, cursor }, init), options),
    allPersons: (options) => every((cursor) => client.listPersons({ ...options, cursor }), (page) => page.persons),
    allPhotos: (personId, options) =>
      every((cursor) => client.listPersonPhotos(personId, { ...options, cursor }), (page) => page.photos),
  };
  return client;
}

async function* every<Page extends { nextCursor: string | null }, Row>(
  read: (cursor?: string) => Promise<Page>,
  rows: (page: Page) => Row[],
): AsyncGenerator<Row, void, undefined> {
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    yield* rows(page);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}
