import type { UseInfiniteQueryOptions, UseQueryOptions } from "@tanstack/react-query";
import type { PageOptions } from "./queries.js";

/** The options of a hook that returns a list. */
export type ListHookOptions<List, Data> = PageOptions &
  Omit<
    UseInfiniteQueryOptions<unknown, Error, Data>,
    | "queryKey"
    | "queryFn"
    | "initialPageParam"
    | "getNextPageParam"
    | "getPreviousPageParam"
    | "maxPages"
    | "select"
    | "initialData"
    | "placeholderData"
    | AboutQuery
  > &
  ResultOptions<List, Data>;

/** The options of a hook that returns a single value. */
export type ValueHookOptions<Value, Data> = Omit<
  UseQueryOptions<unknown, Error, Data>,
  "queryKey" | "queryFn" | "select" | "initialData" | "placeholderData" | AboutQuery
> &
  ResultOptions<Value, Data>;

/** Options whose functions get the query, which holds more than the hook returns. */
type AboutQuery = "enabled" | "staleTime" | "refetchInterval" | RefetchOption;
type RefetchOption = "refetchOnMount" | "refetchOnWindowFocus" | "refetchOnReconnect";

type ResultOptions<Result, Data> = {
  /** Converts what the hook returns. */
  select?: (result: Result) => Data;
  enabled?: boolean;
  /** With it, TanStack refetches stale data on its usual occasions; by default only the renewal of URLs does. */
  staleTime?: number;
  refetchInterval?: number | false;
} & { [Option in RefetchOption]?: boolean | "always" };

/** Merges the options of a query with those of the app, whose `select` gets what the hook returns without it. */
export function withOptions<Query extends object, Cached, Result, Data>(
  query: Query,
  toResult: (cached: Cached) => Result,
  { select, limit: _, ...options }: ResultOptions<Result, Data> & PageOptions,
) {
  const given = Object.fromEntries(
    Object.entries(options).filter(([, value]: [string, unknown]) => value !== undefined),
  );
  return {
    ...(options.staleTime === undefined ? query : withoutRefetchRules(query)),
    ...given,
    select: (cached: Cached) => (select === undefined ? toResult(cached) : select(toResult(cached))) as Data,
  };
}

function withoutRefetchRules<Query extends object>(query: Query): Query {
  const {
    refetchOnMount: _,
    refetchOnWindowFocus: _1,
    refetchOnReconnect: _2,
    ...rest
  } = query as Query & Record<RefetchOption, unknown>;
  return rest as Query;
}
