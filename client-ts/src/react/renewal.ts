import type { QueryClient } from "@tanstack/react-query";
import { isDue } from "./expiry.js";
import { KEY } from "./queries.js";

/** How long one refetch answers for every image that fails. */
const ONE_FOR_ALL = 30_000;
/** More URLs than any page shows at once. */
const MAX_REMEMBERED = 2_000;

/** Renews the URLs of the page: those that end, and, once for all of them, those that fail. */
export class Renewal {
  readonly #queries: QueryClient;
  readonly #lost = new Set<string>();
  #latest: { startedAt: number; done: Promise<void> } | undefined;

  constructor(queries: QueryClient) {
    this.#queries = queries;
  }

  /** Refetches what is shown and due. What is being fetched already is left alone. */
  renewDue(): void {
    const now = Date.now();
    void this.#queries.refetchQueries(
      { queryKey: KEY, type: "active", predicate: (query) => isDue(query, now) },
      { cancelRefetch: false },
    );
  }

  /** Refetches all that is shown, because an image failed; images that fail meanwhile, or soon after, share the one refetch. */
  renewAfterFailure(): Promise<void> {
    const now = Date.now();
    if (this.#latest === undefined || now - this.#latest.startedAt >= ONE_FOR_ALL) {
      const done = this.#queries.refetchQueries({ queryKey: KEY, type: "active" }, { cancelRefetch: false });
      this.#latest = { startedAt: now, done };
    }
    return this.#latest.done;
  }

  /** Whether the URL failed for good: a tile that is scrolled into view again need not try. */
  isLost(url: string): boolean {
    return this.#lost.has(url);
  }

  lose(url: string): void {
    if (this.#lost.size >= MAX_REMEMBERED) {
      this.#lost.clear();
    }
    this.#lost.add(url);
  }

  forgetLost(): void {
    this.#lost.clear();
    this.#latest = undefined;
  }
}
