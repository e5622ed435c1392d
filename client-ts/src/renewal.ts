/** The longest time by which URLs are renewed before their end: enough for a request, and for the images that follow. */
const LONGEST_MARGIN = 120_000;
/** How long URLs count as valid if they seem to have ended on arrival, which means that this machine's clock is wrong. */
const LIFETIME_WITH_WRONG_CLOCK = 60_000;

/** How long no request is sent after a renewal has failed (ms). */
export const PAUSE_AFTER_ERROR = 30_000;

/** The lifetime of a response's URLs. */
export interface Lifetime {
  /** When the response arrived (ms since 1970). */
  receivedAt: number;
  /** When its URLs end (ms since 1970); undefined if this machine's clock is wrong, so that no moment can be computed. */
  endsAt?: number;
  /** True if the API did not say when the URLs end, like the Python function before it: nothing can be renewed in time. */
  isUnknown?: true;
}

/** Returns the lifetime of URLs that arrive now. */
export function lifetimeUntil(expiresAt: Date | null | undefined): Lifetime {
  const receivedAt = Date.now();
  const endsAt = expiresAt?.getTime() ?? NaN;
  if (Number.isNaN(endsAt)) {
    return { receivedAt, isUnknown: true };
  }
  return endsAt > receivedAt ? { receivedAt, endsAt } : { receivedAt };
}

/**
 * Returns the moment (ms since 1970) at which URLs should be renewed: when a tenth to a fifth of their lifetime is left, at most
 * two minutes.
 *
 * @param spread 0 to 1, where in that span: URLs of one signing window end together on every page that is open, and those pages
 *   should not all send their requests at the same moment
 */
export function renewalTimeOf({ receivedAt, endsAt, isUnknown }: Lifetime, spread: number): number {
  if (isUnknown) {
    return Infinity;
  }
  if (endsAt === undefined) {
    return receivedAt + LIFETIME_WITH_WRONG_CLOCK;
  }
  const margin = Math.min(LONGEST_MARGIN, (endsAt - receivedAt) / 5);
  return endsAt - (margin * (1 + spread)) / 2;
}

/** Returns the URLs of a row, each with the name of the S3 object that it shows, which stays the same from URL to URL. */
export function objectsOf(row: object): [url: unknown, object: string][] {
  const { repThumbURL, repThumbKey, photoURL, previewURL, thumbURL, thumbKey } = row as Record<string, unknown>;
  const { preview, original } = pictureOf(row);
  return [
    [repThumbURL, JSON.stringify(["thumb", repThumbKey])],
    [thumbURL, JSON.stringify(["thumb", thumbKey])],
    [photoURL, original],
    [previewURL, preview],
  ];
}

/** Returns the names of the two objects that show a photo. */
export function pictureOf(row: object): { preview: string; original: string } {
  const { photoBucket, photoKey, previewKey } = row as Record<string, unknown>;
  return {
    preview: JSON.stringify(["preview", previewKey]),
    original: JSON.stringify(["photo", photoBucket, photoKey]),
  };
}
