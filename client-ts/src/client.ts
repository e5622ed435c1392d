import {
  Configuration,
  PersonsApi,
  type HTTPHeaders,
  type InitOverrideFunction,
  type Person,
  type PersonAnswer,
  type PersonPage,
  type Photo,
  type PhotoPage,
} from "../generated/index.js";
import { NotTheApiError, toPublicError, UsageError } from "./errors.js";

/** Where the API is and what each request carries. */
export interface ClientOptions {
  /** The API's address, such as `https://id.execute-api.eu-central-1.amazonaws.com`; `""` for the page's own origin. */
  baseUrl: string;
  /** The bearer token, if the deployment requires one; a function is called before each request. */
  token?: string | (() => string | Promise<string>);
  /** Headers of each request. From another origin, browsers only send those that the API's CORS rules allow. */
  headers?: Record<string, string>;
  /** Replaces the global `fetch`. */
  fetch?: typeof fetch;
}

/** Options of every call. */
export interface CallOptions {
  /** Aborts the call, which then throws the signal's reason. */
  signal?: AbortSignal;
}

/** Selects a page of a list. */
export interface ListOptions extends CallOptions {
  /** The most rows of the page: 1 to 100 people (by default 100), or 1 to 200 photos (by default 200). */
  limit?: number;
  /** `nextCursor` of the page before, unchanged; without it, the first page. */
  cursor?: string;
}

/**
 * The calls of the API. Each throws an `ApiError` if the API responds with an error, a `NetworkError` if there is no response, and
 * the signal's reason if it is aborted.
 */
export interface Client {
  /** Returns a page of people, most photographed first. */
  listPersons(options?: ListOptions): Promise<PersonPage>;
  /** Returns one person, or throws an `ApiError` with the status 404 if there is none. */
  getPerson(personId: string, options?: CallOptions): Promise<PersonAnswer>;
  /** Returns a page of a person's photos. A page may be short or empty before the end: only `nextCursor: null` is the end. */
  listPersonPhotos(personId: string, options?: ListOptions): Promise<PhotoPage>;
  /**
   * Returns a URL by which a browser saves a photo under its own name; null if the person isn't in that photo, or the photo has no
   * URL. Request it when the reader wants the photo: like every URL it ends.
   */
  getDownloadUrl(personId: string, photoId: string, options?: CallOptions): Promise<string | null>;
  /** Returns all people, and reads each page when the loop reaches it. In a long loop the first URLs may end before the last come. */
  allPersons(options?: Omit<ListOptions, "cursor">): AsyncGenerator<Person, void, undefined>;
  /** Returns all photos of a person, and reads each page when the loop reaches it. */
  allPhotos(personId: string, options?: Omit<ListOptions, "cursor">): AsyncGenerator<Photo, void, undefined>;
}

/** Creates a client. It keeps no state: create one for each API and share it. */
export function createClient(options: ClientOptions): Client {
  const { baseUrl, token, headers, fetch: ownFetch } = options;
  checkBaseUrl(baseUrl);
  const api = new PersonsApi(
    new Configuration({
      basePath: baseUrl.replace(/\/+$/, ""),
      headers,
      // The body is read here, so that a connection that breaks halfway differs from a response that is not the API's.
      fetchApi: async (url, init) => {
        const response = await (ownFetch ?? fetch)(url, init);
        const body = await response.arrayBuffer();
        return new Response(body.byteLength === 0 ? null : body, response);
      },
    }),
  );

  const call = async <T>(
    request: (init: InitOverrideFunction) => Promise<T>,
    { signal }: CallOptions,
    isExpected: (body: unknown) => boolean,
  ): Promise<T> => {
    const bearer = typeof token === "function" ? await token() : token;
    try {
      const withToken = (own: HTTPHeaders | undefined) =>
        bearer === undefined ? own : { ...own, Authorization: `Bearer ${bearer}` };
      const body = await request(({ init }) => Promise.resolve({ headers: withToken(init.headers), signal }));
      if (!isExpected(body)) {
        throw new NotTheApiError();
      }
      return body;
    } catch (thrown) {
      throw await toPublicError(thrown, { signal, baseUrl, headers });
    }
  };

  const client: Client = {
    listPersons: async ({ limit, cursor, ...options } = {}) => {
      const page = await call(
        (init) => api.listPersons({ limit, cursor }, init),
        options,
        (body) => isListOf(body, "persons", "personId"),
      );
      return withCursor(page);
    },
    getPerson: async (personId, options = {}) => {
      checkPersonId(personId, "getPerson");
      return call(
        (init) => api.getPerson({ personId }, init),
        options,
        (body) => hasText(memberOf(body, "person"), "personId"),
      );
    },
    listPersonPhotos: async (personId, { limit, cursor, ...options } = {}) => {
      checkPersonId(personId, "listPersonPhotos");
      const page = await call(
        (init) => api.listPersonPhotos({ personId, limit, cursor }, init),
        options,
        (body) => isListOf(body, "photos", "photoId"),
      );
      return { ...withCursor(page), photos: page.photos.map(withPreview) };
    },
    getDownloadUrl: async (personId, photoId, options = {}) => {
      checkPersonId(personId, "getDownloadUrl");
      const { photos } = await call(
        (init) => api.listPersonPhotos({ personId, download: photoId }, init),
        options,
        (body) => isListOf(body, "photos", "photoId"),
      );
      // A server of the contract before 1.1.0 ignores `download`, and returns the whole list with URLs that are no downloads.
      return photos.length === 1 && photos[0]?.photoId === photoId ? photos[0].photoURL : null;
    },
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

function isListOf(body: unknown, rows: string, id: string): boolean {
  const list = memberOf(body, rows);
  return Array.isArray(list) && list.every((row) => hasText(row, id));
}

function hasText(value: unknown, member: string): boolean {
  return typeof memberOf(value, member) === "string";
}

function memberOf(value: unknown, member: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[member] : undefined;
}

/** The Python function before the API knew no pages: without a cursor, the list is at its end. */
function withCursor<Page extends { nextCursor: string | null | undefined }>(page: Page) {
  return { ...page, nextCursor: page.nextCursor ?? null };
}

/** A server of the contract before 1.1.0 knows no previews. */
function withPreview(photo: Omit<Photo, "previewKey" | "previewURL"> & Partial<Photo>): Photo {
  return { ...photo, previewKey: photo.previewKey ?? null, previewURL: photo.previewURL ?? null };
}

/** JavaScript callers may leave it out, and environment variables may not be set. */
function checkBaseUrl(baseUrl: unknown): void {
  if (typeof baseUrl !== "string") {
    throw new UsageError(
      `createClient() needs baseUrl, the API's address, or "" for the page's own origin; it is ${String(baseUrl)}.`,
    );
  }
}

/** Rejects what would be sent to another path: fetch resolves `.` and `..` in a URL, however they are encoded. */
function checkPersonId(personId: unknown, call: string): void {
  if (typeof personId !== "string" || personId === "") {
    throw new UsageError(`${call}() needs a personId; it is ${personId === "" ? "empty" : String(personId)}.`);
  }
  if (personId === "." || personId === "..") {
    throw new UsageError(
      `The personId "${personId}" cannot be part of a URL path, so the API cannot be asked about it.`,
    );
  }
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
