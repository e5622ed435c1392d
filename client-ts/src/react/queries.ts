import type { Query } from "@tanstack/react-query";
import { ApiError } from "../errors.js";

const RETRIES = 3;

/** TanStack's own occasions are for what could not be loaded at all: what has come is renewed as its URLs end. */
const whereNothingCame = (query: Query<any, any, any, any>) => query.state.data === undefined;

/** What every query of this package shares. */
export const shared = {
  staleTime: Infinity,
  refetchOnMount: whereNothingCame,
  refetchOnWindowFocus: whereNothingCame,
  refetchOnReconnect: whereNothingCame,
  /** What the client did wrong does not get better by asking again. */
  retry: (failures: number, error: Error) => failures < RETRIES && !(error instanceof ApiError && error.status < 500),
  retryDelay: (failures: number, error: Error) =>
    Math.max(1_000 * 2 ** failures, ((error instanceof ApiError && error.retryAfter) || 0) * 1_000),
} as const;
