import type { InfiniteData, UseInfiniteQueryOptions } from "@tanstack/react-query";
import type { CachedResponse } from "./cachedResponse.js";
import type { PageOptions } from "./queries.js";

type AnyList = InfiniteData<CachedResponse<any>, string | null>;
type InfiniteOptions<Data> = UseInfiniteQueryOptions<CachedResponse<any>, Error, Data, any, string | null>;

/** The options of a hook that returns a list. */
export type ListHookOptions<List, Data> = PageOptions &
  Omit<
    InfiniteOptions<Data>,
    | "queryKey"
    | "queryFn"
    | "initialPageParam"
    | "getNextPageParam"
    | "getPreviousPageParam"
    | "maxPages"
    | "select"
    | "initialData"
    | "placeholderData"
  > & { select?: (list: List) => Data };

/** Merges the options of a list's query with those of the app. */
export function listOptions<List, Data>(
  query: object,
  { limit: _, ...options }: ListHookOptions<List, Data>,
  toList: (data: any) => List,
): InfiniteOptions<Data> {
  return withOptions<List, Data>(query, options, toList) as unknown as InfiniteOptions<Data>;
}

/**
 * Merges the options of a query with those of the app, whose `select` gets what the hook returns otherwise. An app that sets
 * `staleTime` wants TanStack's own refetches, which come with it.
 */
export function withOptions<Result, Data>(
  query: object,
  { select, ...options }: { select?: (result: Result) => Data; staleTime?: unknown },
  toResult: (data: any) => Result,
): object {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const refetches =
    options.staleTime === undefined
      ? {}
      : { refetchOnMount: undefined, refetchOnWindowFocus: undefined, refetchOnReconnect: undefined };
  return {
    ...query,
    ...refetches,
    ...given,
    select: select === undefined ? toResult : (data: any) => select(toResult(data)),
  };
}
