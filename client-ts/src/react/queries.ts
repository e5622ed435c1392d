import { ApiError } from "../errors.js";
import { freshFor } from "./expiry.js";

/** All queries of this package start with it. */
export const KEY = ["beetroot"] as const;

const RETRIES = 3;

/** What every query of this package shares. */
export const shared = {
  staleTime: freshFor,
  /** What the client did wrong does not get better by asking again. */
  retry: (failures: number, error: Error) => failures < RETRIES && !(error instanceof ApiError && error.status < 500),
  retryDelay: (failures: number, error: Error) =>
    Math.max(Math.min(1_000 * 2 ** failures, 30_000), ((error instanceof ApiError && error.retryAfter) || 0) * 1_000),
};
