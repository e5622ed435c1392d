/** What TanStack Query's cache keeps of a response: plain values only, so that a persisted cache keeps them too. */
export interface CachedResponse<Row> {
  rows: Row[];
  nextCursor: string | null;
  /** When the response arrived (ms since 1970). */
  receivedAt: number;
  /** When its URLs end (ms since 1970); undefined if this machine's clock is wrong, so that no moment can be computed. */
  endsAt?: number;
  /** True if the API did not say when the URLs end, as the Python function before it: nothing to renew. */
  endless?: boolean;
}

/** The longest time by which URLs are renewed before their end: enough for a refetch and for the images that follow. */
const LONGEST_MARGIN = 120_000;
/** How long URLs count as valid if they seem to have ended on arrival, which means that this machine's clock is wrong. */
const LIFETIME_WITH_WRONG_CLOCK = 60_000;

/** Converts a response of the API to what the cache keeps. The Python function sent neither `expiresAt` nor `nextCursor`. */
export function toCachedResponse<Row>(
  rows: Row[],
  expiresAt: Date | undefined,
  nextCursor: string | null | undefined,
): CachedResponse<Row> {
  const receivedAt = Date.now();
  const endsAt = expiresAt?.getTime() ?? NaN;
  return {
    rows,
    nextCursor: nextCursor ?? null,
    receivedAt,
    ...(Number.isNaN(endsAt) ? { endless: true } : endsAt > receivedAt && { endsAt }),
  };
}

/**
 * Returns the moment (ms since 1970) at which the URLs of a response should be renewed: when a tenth to a fifth of their lifetime
 * is left, at most two minutes.
 *
 * @param spread 0 to 1, where in that span: URLs of one signing window end together on every page that is open, and those pages
 *   should not all send their requests at the same moment
 */
export function renewalTimeOf(
  { receivedAt, endsAt, endless }: Pick<CachedResponse<unknown>, "receivedAt" | "endsAt" | "endless">,
  spread: number,
): number {
  if (endless) {
    return Infinity;
  }
  if (endsAt === undefined) {
    return receivedAt + LIFETIME_WITH_WRONG_CLOCK;
  }
  const margin = Math.min(LONGEST_MARGIN, (endsAt - receivedAt) / 5);
  return endsAt - (margin * (1 + spread)) / 2;
}
