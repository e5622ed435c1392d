import {
  Configuration,
  PersonsApi,
  type InitOverrideFunction,
  type Person,
  type PersonAnswer,
  type PersonPage,
  type Photo,
  type PhotoPage,
} from "../generated/index.js";
import { translated } from "./errors.js";

/** Where the API is and how it is asked. */
export interface ClientOptions {
  /** The API's address, such as `https://id.execute-api.eu-central-1.amazonaws.com`; `""` for the page's own origin. */
  baseUrl: string;
  /** The bearer token of a deployment that asks for one; a function is called before each request. */
  token?: string | (() => string | Promise<string>);
  /** Headers for every request. */
  headers?: Record<string, string>;
  /** Another `fetch` than the global one. */
  fetch?: typeof fetch;
}

/** What every call takes. */
export interface CallOptions {
  /** Aborts the call, which then throws the signal's reason. */
  signal?: AbortSignal;
}

/** Which page of a list is wanted. */
export interface ListOptions extends CallOptions {
  /** The most rows of one page: 1 to 100 people (by default 100), or 1 to 200 photos (by default 200). */
  limit?: number;
  /** `nextCursor` of the page before, unchanged; without it, the first page. */
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
  /** Everybody, page after page as they are read. In a long loop the URLs of early people may end before the last are read. */
  allPersons(options?: Omit<ListOptions, "cursor">): AsyncGenerator<Person, void, undefined>;
  /** All photos of a person, page after page as they are read. */
  allPhotos(personId: string, options?: Omit<ListOptions, "cursor">): AsyncGenerator<Photo, void, undefined>;
}

/** Makes a client. It keeps no state: make one for each API and share it. */
export function createClient({ baseUrl, token, headers, fetch: ownFetch }: ClientOptions): Client {
  const api = new PersonsApi(
    new Configuration({
      basePath: baseUrl.replace(/\/+$/, ""),
      headers,
      // Read here, so that a connection lost halfway is told from an answer that is not the API's.
      fetchApi: async (url, init) => {
        const response = await (ownFetch ?? fetch)(url, init);
        const body = await response.arrayBuffer();
        return new Response(body.byteLength === 0 ? null : body, response);
      },
    }),
  );

  const call = async <T>(ask: (init: InitOverrideFunction) => Promise<T>, { signal }: CallOptions): Promise<T> => {
    const bearer = typeof token === "function" ? await token() : token;
    try {
      return await ask(async ({ init }) => ({
        headers: bearer === undefined ? init.headers : { ...init.headers, Authorization: `Bearer ${bearer}` },
        signal,
      }));
    } catch (thrown) {
      throw await translated(thrown, signal);
    }
  };

  const client: Client = {
    listPersons: ({ limit, cursor, ...options } = {}) =>
      call((init) => api.listPersons({ limit, cursor }, init), options),
    getPerson: (personId, options = {}) => call((init) => api.getPerson({ personId }, init), options),
    listPersonPhotos: (personId, { limit, cursor, ...options } = {}) =>
      call((init) => api.listPersonPhotos({ personId, limit, cursor }, init), options),
    allPersons: (options) =>
      rowsOf(
        (cursor) => client.listPersons({ ...options, cursor }),
        (page) => page.persons,
        options,
      ),
    allPhotos: (personId, options) =>
      rowsOf(
        (cursor) => client.listPersonPhotos(personId, { ...options, cursor }),
        (page) => page.photos,
        options,
      ),
  };
  return client;
}

async function* rowsOf<Page extends { nextCursor: string | null }, Row>(
  read: (cursor?: string) => Promise<Page>,
  rows: (page: Page) => Row[],
  { signal }: CallOptions = {},
): AsyncGenerator<Row, void, undefined> {
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    for (const row of rows(page)) {
      signal?.throwIfAborted();
      yield row;
    }
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}
