/** What the cache of TanStack Query keeps of an answer. All plain values, so that a cache that is written to a disk keeps them. */
export interface Answer<Row> {
  rows: Row[];
  nextCursor: string | null;
  /** When it came (ms since 1970). */
  receivedAt: number;
  /** When its URLs end (ms since 1970); undefined where that cannot be told. */
  endsAt?: number;
}

/** The most that URLs are renewed before their end: enough for a refetch, and for the images that it brings. */
const MARGIN = 120_000;
/** How long URLs count as good that had ended when they came: this machine's clock is wrong then. */
const LIFE_BY_A_WRONG_CLOCK = 60_000;

export function answerOf<Row>(rows: Row[], expiresAt: Date, nextCursor: string | null): Answer<Row> {
  const receivedAt = Date.now();
  const endsAt = expiresAt.getTime();
  return { rows, nextCursor, receivedAt, endsAt: endsAt > receivedAt ? endsAt : undefined };
}

/**
 * The moment (ms since 1970) at which an answer's URLs should be renewed: a tenth to a fifth of their life before they end.
 *
 * @param early 0 to 1, how early in that span: all pages that were opened in one signing window hold URLs that end at the same
 *   moment, and should not all ask at the same moment
 */
export function renewalOf({ receivedAt, endsAt }: Answer<unknown>, early: number): number {
  if (endsAt === undefined) {
    return receivedAt + LIFE_BY_A_WRONG_CLOCK;
  }
  const margin = Math.min(MARGIN, (endsAt - receivedAt) / 5);
  return endsAt - (margin * (1 + early)) / 2;
}
