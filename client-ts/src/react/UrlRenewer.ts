import type { InfiniteData, Query, QueryClient, QueryKey } from "@tanstack/react-query";
import { objectsOf, PAUSE_AFTER_ERROR, renewalTimeOf } from "../renewal.js";
import type { CachedResponse } from "./cachedResponse.js";

/** The first part of the key of each query of this package. */
export const KEY = ["beetroot"] as const;

type AnyResponse = CachedResponse<object>;

/** More images than a reader sees, even if all previews are missing. */
const MAX_LOSSES = 20_000;
/** More URLs than a reader sees of one window; each is a text that the cache holds anyway. */
const MAX_LOADED = 20_000;
/** If another image loaded in this time (ms), S3 works, and an image that fails is missing. */
const SAME_TIME = 60_000;

/** An image that failed twice, or a preview that failed. */
interface Loss {
  url: string;
  /** Whether the image itself is missing: another URL does not help. Otherwise S3 or the network failed. */
  isMissing: boolean;
}

const renewers = new WeakMap<QueryClient, UrlRenewer>();

/**
 * Renews the URLs of the page: those that are about to end, and those that fail, once for all of them.
 *
 * Of a long list it refetches the pages of which an image is in the document; the others follow when the reader scrolls to them.
 * If the fresh page ends at the same cursor as before, its neighbours stay; if not, TanStack's refetch continues from the new
 * cursor, so the list has neither gaps nor duplicates.
 */
export class UrlRenewer {
  /** Returns the renewer of a cache: one, however many providers there are. */
  static of(queries: QueryClient): UrlRenewer {
    const renewer = renewers.get(queries) ?? new UrlRenewer(queries);
    renewers.set(queries, renewer);
    return renewer;
  }

  readonly #queries: QueryClient;
  readonly #spread = Math.random();
  /** The number of images in the document by URL. */
  readonly #images = new Map<string, number>();
  readonly #loaded = new Set<string>();
  /** By the S3 object, the oldest first. */
  readonly #losses = new Map<string, Loss>();
  #lastLoadAt = -Infinity;
  /** The queries of which there have been images in the document. */
  readonly #drawn = new WeakSet<Query>();
  /** The pages that the refetch under way keeps, by their cursor. */
  readonly #kept = new WeakMap<Query, Map<unknown, AnyResponse>>();
  /** Responses that were fetched because images failed: fetching them again would not help. */
  readonly #secondTries = new WeakSet<AnyResponse>();
  #connectedAt = 0;
  #isCheckScheduled = false;

  private constructor(queries: QueryClient) {
    this.#queries = queries;
  }

  /** Registers an image of the URL in the document. Returns the function that removes it. */
  show(url: string): () => void {
    this.#images.set(url, (this.#images.get(url) ?? 0) + 1);
    this.#scheduleCheck();
    return () => {
      const rest = (this.#images.get(url) ?? 0) - 1;
      if (rest > 0) {
        this.#images.set(url, rest);
      } else {
        this.#images.delete(url);
      }
    };
  }

  /** Renews what is on the page and due, if the page is visible. */
  renewDue(): void {
    if (document.visibilityState !== "visible") {
      return;
    }
    const now = Date.now();
    void this.#renew((response) => now >= renewalTimeOf(response, this.#spread));
  }

  /** Refetches the list or person that a URL is from, because its image failed. All images of it that fail share one refetch. */
  async renewFailed(url: string): Promise<void> {
    const mayHelp = (response: AnyResponse) => !this.#secondTries.has(response);
    const isFrom = (query: Query) =>
      responsesOf(query).some((response) => mayHelp(response) && urlsOf(response).has(url));
    // Twice, in case the refetch under way keeps the page that holds this URL.
    for (let round = 0; round < 2 && this.#all("active").some(isFrom); round++) {
      for (const response of await this.#renew(mayHelp, isFrom)) {
        this.#secondTries.add(response);
      }
    }
  }

  /** Whether the URL has ended, so that an image need not try it. */
  hasEnded(url: string): boolean {
    const now = Date.now();
    const isEnded = ({ endsAt }: AnyResponse) => endsAt !== undefined && endsAt <= now;
    return this.#all().some((query) =>
      responsesOf(query).some((response) => isEnded(response) && urlsOf(response).has(url)),
    );
  }

  reportLoaded(url: string): void {
    this.#lastLoadAt = Date.now();
    if (this.#loaded.size >= MAX_LOADED) {
      this.#loaded.clear();
    }
    this.#loaded.add(url);
    if (this.#losses.size > 0) {
      this.#losses.delete(this.#objectOf(url));
    }
  }

  /** Whether the browser has loaded the URL before, and has it in its cache by now. */
  hasLoaded(url: string): boolean {
    return this.#loaded.has(url);
  }

  /** Records that an image failed twice. */
  reportLost(url: string): void {
    this.#lose(url, Date.now() - this.#lastLoadAt < SAME_TIME);
  }

  /**
   * Records that a preview failed.
   *
   * @param isMissing true once the original has loaded: S3 works, so another URL of the preview would not help
   */
  reportPreviewLost(url: string, { isMissing }: { isMissing: boolean }): void {
    this.#lose(url, isMissing);
  }

  /** Returns `final` for an image that need not be tried, `retry` for one that failed before and may load by this new URL. */
  lossOf(url: string): "final" | "retry" | undefined {
    const loss = this.#losses.size === 0 ? undefined : this.#losses.get(this.#objectOf(url));
    return loss && (loss.isMissing || loss.url === url ? "final" : "retry");
  }

  /** The network is back: whatever failed before may be tried again. */
  reconnect(): void {
    this.#losses.clear();
    this.#connectedAt = Date.now();
  }

  /** Returns the page of a list that the refetch under way keeps, if it does. */
  kept<Row>(queryKey: QueryKey, cursor: unknown): CachedResponse<Row> | undefined {
    const query = this.#queries.getQueryCache().find({ queryKey });
    return query && (this.#kept.get(query)?.get(cursor) as CachedResponse<Row> | undefined);
  }

  #all(type: "all" | "active" = "all"): Query[] {
    return this.#queries.getQueryCache().findAll({ queryKey: KEY, type });
  }

  #lose(url: string, isMissing: boolean): void {
    const [oldest] = this.#losses.size >= MAX_LOSSES ? this.#losses.keys() : [];
    if (oldest !== undefined) {
      this.#losses.delete(oldest);
    }
    this.#losses.set(this.#objectOf(url), { url, isMissing });
  }

  #objectOf(url: string): string {
    for (const query of this.#all()) {
      for (const response of responsesOf(query)) {
        const object = urlsOf(response).get(url);
        if (object !== undefined) {
          return object;
        }
      }
    }
    return url;
  }

  #isPaused({ state: { errorUpdatedAt } }: Query): boolean {
    return errorUpdatedAt > this.#connectedAt && Date.now() < errorUpdatedAt + PAUSE_AFTER_ERROR;
  }

  /** Once for all images of a rendering. */
  #scheduleCheck(): void {
    if (!this.#isCheckScheduled) {
      this.#isCheckScheduled = true;
      queueMicrotask(() => {
        this.#isCheckScheduled = false;
        this.#all("active").forEach((query) => this.#drawn.has(query) || this.#onPage(query));
        this.renewDue();
      });
    }
  }

  /** Refetches the responses that are on the page and wanted. Returns those that arrived. */
  async #renew(
    isWanted: (response: AnyResponse) => boolean,
    isFrom = (query: Query) => responsesOf(query).some(isWanted),
  ): Promise<AnyResponse[]> {
    const queries = this.#all("active").filter((query) => isFrom(query) && !this.#isPaused(query));
    const renewed = await Promise.all(queries.map((query) => this.#refetch(query, isWanted)));
    return renewed.flat();
  }

  async #refetch(query: Query, isWanted: (response: AnyResponse) => boolean): Promise<AnyResponse[]> {
    const before = responsesOf(query);
    if (query.state.fetchStatus === "idle") {
      const wanted = this.#onPage(query).filter(isWanted);
      if (wanted.length === 0) {
        return [];
      }
      const cursors = cursorsOf(query);
      this.#kept.set(
        query,
        new Map(before.flatMap((page, i) => (wanted.includes(page) ? [] : [[cursors[i], page] as const]))),
      );
    }
    // The query itself reports its error.
    await query.fetch(undefined, { cancelRefetch: false }).catch(() => {});
    this.#kept.delete(query);
    return responsesOf(query).filter((response) => !before.includes(response));
  }

  /** Returns the responses with an image in the document; all if there never was one: the page may draw its images otherwise. */
  #onPage(query: Query): AnyResponse[] {
    const responses = responsesOf(query);
    const urls = [...this.#images.keys()];
    const shown = responses.filter((response) => urls.some((url) => urlsOf(response).has(url)));
    if (shown.length > 0) {
      this.#drawn.add(query);
    }
    // None of a query that was drawn: its new URLs have arrived, and React has not put them into the document yet.
    return this.#drawn.has(query) ? shown : responses;
  }
}

function responsesOf({ state: { data } }: Query): AnyResponse[] {
  return isList(data) ? data.pages : data === undefined ? [] : [data as AnyResponse];
}

function cursorsOf({ state: { data } }: Query): unknown[] {
  return isList(data) ? data.pageParams : [undefined];
}

function isList(data: unknown): data is InfiniteData<AnyResponse> {
  return typeof data === "object" && data !== null && "pages" in data;
}

const objects = new WeakMap<AnyResponse, Map<unknown, string>>();

/** Returns the URLs of a response, each with the S3 object that it shows. */
function urlsOf(response: AnyResponse): Map<unknown, string> {
  const known = objects.get(response) ?? new Map(response.rows.flatMap(objectsOf));
  objects.set(response, known);
  return known;
}
