import type { Query } from "@tanstack/react-query";
import { ApiError, UsageError } from "../errors.js";

const RETRIES = 3;

/** TanStack refetches only what has never loaded; what has loaded is renewed before its URLs end. */
const ifNothingLoaded = (query: Pick<Query, "state">) => query.state.data === undefined;

/** A request that is wrong stays wrong when it is repeated. */
const isFinal = (error: Error) => error instanceof UsageError || (error instanceof ApiError && error.status < 500);

/** The options that all queries of this package share. */
export const queryDefaults = {
  staleTime: Infinity,
  refetchOnMount: ifNothingLoaded,
  refetchOnWindowFocus: ifNothingLoaded,
  refetchOnReconnect: ifNothingLoaded,
  retry: (failures: number, error: Error) => failures < RETRIES && !isFinal(error),
  retryDelay: (failures: number, error: Error) =>
    Math.max(1_000 * 2 ** failures, ((error instanceof ApiError && error.retryAfter) || 0) * 1_000),
};
