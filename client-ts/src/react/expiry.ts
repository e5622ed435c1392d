import type { Query } from "@tanstack/react-query";

/** Every answer of the API says until when its URLs work. */
export interface Expiring {
  expiresAt: Date;
}

/** The most that answers are renewed before their end: enough for a refetch, and for the images that it brings. */
const MARGIN = 60_000;
/** How long an answer counts as good that says it has ended: this machine's clock is wrong then. */
const WRONG_CLOCK = 60_000;
/** How long to leave the API alone after a refetch has failed. */
const PAUSE_AFTER_ERROR = 10_000;

/** The moment (ms since 1970) at which URLs should be renewed: a tenth of their life before they end, at most a minute. */
export function renewalOf(expiresAt: Date, receivedAt: number): number {
  const life = expiresAt.getTime() - receivedAt;
  return life > 0 ? expiresAt.getTime() - Math.min(MARGIN, life / 10) : receivedAt + WRONG_CLOCK;
}

/** When the first URL of a query's data ends; undefined without data. A list ends with its earliest page. */
export function endOf(data: unknown): Date | undefined {
  const answers: Expiring[] = isList(data) ? data.pages : data === undefined ? [] : [data as Expiring];
  return answers.map((answer) => answer.expiresAt).reduce<Date | undefined>((a, b) => (a && a < b ? a : b), undefined);
}

function isList(data: unknown): data is { pages: Expiring[] } {
  return typeof data === "object" && data !== null && "pages" in data;
}

/** How long a query's data is fresh, for TanStack's `staleTime`. */
export function freshFor(query: Pick<Query<any, any, any, any>, "state">): number {
  const { data, dataUpdatedAt } = query.state;
  const end = endOf(data);
  return end === undefined ? 0 : Math.max(0, renewalOf(end, dataUpdatedAt) - dataUpdatedAt);
}

/** Whether a query's URLs should be renewed now. */
export function isDue(query: Pick<Query, "state">, now: number): boolean {
  const { data, dataUpdatedAt, errorUpdatedAt, fetchStatus } = query.state;
  return (
    fetchStatus === "idle" && data !== undefined && now >= dataUpdatedAt + freshFor(query) && now >= errorUpdatedAt + PAUSE_AFTER_ERROR
  );
}
