import type { InfiniteData, Query, QueryClient, QueryKey } from "@tanstack/react-query";
import { renewalOf, type Answer } from "./answers.js";

/** All queries of this package start with it. */
export const KEY = ["beetroot"] as const;

type AnyAnswer = Answer<object>;

/** How long to leave the API alone after a refetch has failed, with all its retries. */
const PAUSE_AFTER_ERROR = 30_000;
/** More URLs than fail on any page. */
const MOST_LOST = 2_000;

const renewals = new WeakMap<QueryClient, Renewal>();

/**
 * Renews the URLs of the page: those that end, and, once for all of them, those that fail.
 *
 * Of a long list it refetches the pages of which an image is on the page now; the others follow when they are scrolled to. Where
 * the fresh page leads on as before, its neighbours stay; where it does not, TanStack's refetch reads on from there, so the list
 * stays one list.
 */
export class Renewal {
  /** The one of a cache, however many providers there are. */
  static of(queries: QueryClient): Renewal {
    const renewal = renewals.get(queries) ?? new Renewal(queries);
    renewals.set(queries, renewal);
    return renewal;
  }

  readonly #queries: QueryClient;
  readonly #early = Math.random();
  /** How many images there are of each URL. */
  readonly #images = new Map<string, number>();
  readonly #lost = new Set<string>();
  /** The queries of which there have been images on the page. */
  readonly #drawn = new WeakSet<Query>();
  /** While a query is renewed, its pages that are left as they are, by their cursor. */
  readonly #spared = new WeakMap<Query, Map<unknown, AnyAnswer>>();
  /** Answers that were fetched because of failing images: fetching them once more would not help. */
  readonly #secondTries = new WeakSet<AnyAnswer>();
  #connectedAt = 0;
  #willLook = false;

  private constructor(queries: QueryClient) {
    this.#queries = queries;
  }

  /** Tells that an image of the URL is on the page. Returns what ends that. */
  show(url: string): () => void {
    this.#images.set(url, (this.#images.get(url) ?? 0) + 1);
    this.#lookSoon();
    return () => {
      const rest = this.#images.get(url)! - 1;
      if (rest > 0) {
        this.#images.set(url, rest);
      } else {
        this.#images.delete(url);
      }
    };
  }

  /** Renews what is on the page and due, if anybody sees it. */
  renewDue(): void {
    if (document.visibilityState !== "visible") {
      return;
    }
    const now = Date.now();
    void this.#renew((answer) => now >= renewalOf(answer, this.#early));
  }

  /**
   * Refetches the list or person that a URL is from, because its image failed. All images of theirs that fail meanwhile, or after,
   * share that.
   */
  async renewFailed(url: string): Promise<void> {
    const mayHelp = (answer: AnyAnswer) => !this.#secondTries.has(answer);
    const isFrom = (query: Query) => answersOf(query).some((answer) => mayHelp(answer) && valuesOf(answer).has(url));
    // A second time where a refetch was under way that left the URL's page as it is.
    for (let round = 0; round < 2 && this.#all("active").some(isFrom); round++) {
      for (const answer of await this.#renew(mayHelp, isFrom)) {
        this.#secondTries.add(answer);
      }
    }
  }

  /** Whether the URL has ended: an image need not try it. */
  hasEnded(url: string): boolean {
    const now = Date.now();
    const ended = ({ endsAt }: AnyAnswer) => endsAt !== undefined && endsAt <= now;
    return this.#all().some((query) => answersOf(query).some((answer) => ended(answer) && valuesOf(answer).has(url)));
  }

  /** Whether the URL failed for good: an image that is scrolled into view again need not try it. */
  isLost(url: string): boolean {
    return this.#lost.has(url);
  }

  lose(url: string): void {
    if (this.#lost.size >= MOST_LOST) {
      this.#lost.clear();
    }
    this.#lost.add(url);
  }

  /** The network is back: what failed before may be tried again. */
  reconnect(): void {
    this.#lost.clear();
    this.#connectedAt = Date.now();
  }

  /** The page of a list that a refetch under way leaves as it is. */
  spared<Row>(queryKey: QueryKey, cursor: unknown): Answer<Row> | undefined {
    const query = this.#queries.getQueryCache().find({ queryKey });
    return query && (this.#spared.get(query)?.get(cursor) as Answer<Row> | undefined);
  }

  #all(type: "all" | "active" = "all"): Query[] {
    return this.#queries.getQueryCache().findAll({ queryKey: KEY, type });
  }

  #rests({ state: { errorUpdatedAt } }: Query): boolean {
    return errorUpdatedAt > this.#connectedAt && Date.now() < errorUpdatedAt + PAUSE_AFTER_ERROR;
  }

  /** Once for all images of a rendering. */
  #lookSoon(): void {
    if (!this.#willLook) {
      this.#willLook = true;
      queueMicrotask(() => {
        this.#willLook = false;
        this.#all("active").forEach((query) => this.#drawn.has(query) || this.#onPage(query));
        this.renewDue();
      });
    }
  }

  /** Refetches the answers that are on the page and wanted. Returns those that came. */
  async #renew(
    isWanted: (answer: AnyAnswer) => boolean,
    isFrom = (query: Query) => answersOf(query).some(isWanted),
  ): Promise<AnyAnswer[]> {
    const queries = this.#all("active").filter((query) => isFrom(query) && !this.#rests(query));
    const renewed = await Promise.all(queries.map((query) => this.#refetch(query, isWanted)));
    return renewed.flat();
  }

  async #refetch(query: Query, isWanted: (answer: AnyAnswer) => boolean): Promise<AnyAnswer[]> {
    const before = answersOf(query);
    if (query.state.fetchStatus === "idle") {
      const wanted = this.#onPage(query).filter(isWanted);
      if (wanted.length === 0) {
        return [];
      }
      const pages = cursorsOf(query).map((cursor, i) => [cursor, before[i]!] as const);
      this.#spared.set(query, new Map(pages.filter(([, page]) => !wanted.includes(page))));
    }
    // What goes wrong is the query's to tell.
    await query.fetch(undefined, { cancelRefetch: false }).catch(() => {});
    this.#spared.delete(query);
    return answersOf(query).filter((answer) => !before.includes(answer));
  }

  /** The answers of which there is an image on the page; all where there never was one, for a page may draw its images otherwise. */
  #onPage(query: Query): AnyAnswer[] {
    const answers = answersOf(query);
    const urls = [...this.#images.keys()];
    const shown = answers.filter((answer) => urls.some((url) => valuesOf(answer).has(url)));
    if (shown.length > 0) {
      this.#drawn.add(query);
    }
    // None of one that was drawn: its new URLs have come, and React has not put them on the page yet.
    return this.#drawn.has(query) ? shown : answers;
  }
}

function answersOf({ state: { data } }: Query): AnyAnswer[] {
  return isList(data) ? data.pages : data === undefined ? [] : [data as AnyAnswer];
}

function cursorsOf({ state: { data } }: Query): unknown[] {
  return isList(data) ? data.pageParams : [undefined];
}

function isList(data: unknown): data is InfiniteData<AnyAnswer> {
  return typeof data === "object" && data !== null && "pages" in data;
}

const values = new WeakMap<AnyAnswer, Set<unknown>>();

/** Its URLs, among the other values of its rows. */
function valuesOf(answer: AnyAnswer): Set<unknown> {
  const known = values.get(answer) ?? new Set(answer.rows.flatMap((row) => Object.values(row)));
  values.set(answer, known);
  return known;
}
