import { lifetimeUntil, type Lifetime } from "../renewal.js";

/** What TanStack Query's cache keeps of a response: plain values only, so that a persisted cache keeps them too. */
export interface CachedResponse<Row> extends Lifetime {
  rows: Row[];
  nextCursor: string | null;
}

/** Converts a response of the API to what the cache keeps. The Python function before it sent no `expiresAt`. */
export function toCachedResponse<Row>(
  rows: Row[],
  expiresAt: Date | undefined,
  nextCursor: string | null,
): CachedResponse<Row> {
  return { rows, nextCursor, ...lifetimeUntil(expiresAt) };
}
