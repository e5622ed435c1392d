import {
  useInfiniteQuery,
  useQueryClient,
  type InfiniteData,
  type QueryKey,
  type UseInfiniteQueryOptions,
} from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { KnownPages } from "./knownPages.js";
import { keepPlace, placeToRestore, restoreScrollY } from "./place.js";
import type { ListStart } from "./routes.js";

interface Page<Row> {
  rows: Row[];
  nextCursor: string | null;
  /** When its URLs end (ms since 1970). */
  endsAt?: number;
}

type Pages<Row> = InfiniteData<Page<Row>, string | null>;

interface PagedListOptions<Row> {
  query: { queryKey: QueryKey; queryFn?: unknown };
  keyOf: (row: Row) => string;
  /** The page that the list starts with; by default the one that was in view before a reload, else the first. */
  start?: ListStart;
}

/** From how near to its beginning a list that starts in its depth is read from the first page instead. */
const NEAR_BEGINNING = 100;

const knownPages = new Map<string, KnownPages>();

/**
 * A list that may start in its depth: at the page of a deep link, or at the one that was in view before a reload. The rows before
 * it are counted, and loaded when the reader scrolls to them.
 */
export function usePagedList<Row>({ query: options, keyOf, start }: PagedListOptions<Row>) {
  const queries = useQueryClient();
  const name = JSON.stringify(options.queryKey);
  const [initial] = useState(() => start ?? placeToRestore()?.start);
  const known = useMemo(() => {
    const pages = knownPages.get(name) ?? new KnownPages(placeToRestore()?.pages);
    knownPages.set(name, pages);
    return pages;
  }, [name]);

  const query = useInfiniteQuery<Page<Row>, Error, Pages<Row>, QueryKey, string | null>({
    ...(options as UseInfiniteQueryOptions<Page<Row>, Error, Pages<Row>, QueryKey, string | null>),
    initialPageParam: initial?.cursor ?? null,
    getNextPageParam: (page) => page.nextCursor,
    select: undefined,
  });
  const { data } = query;
  const list = useMemo(
    () => data && listOf(data, keyOf, known.before(data.pageParams[0]!) ?? initial?.before ?? 0),
    [data, keyOf, known, initial],
  );
  useEffect(() => {
    list?.pages.forEach(({ cursor, before, nextCursor }) => known.add(cursor, { before, nextCursor }));
  }, [list, known]);
  const before = list?.pages[0]?.before ?? initial?.before ?? 0;

  const { fetchNextPage, isFetching, isFetchNextPageError } = query;
  const onEnd = useCallback(() => {
    if (!isFetching && !isFetchNextPageError) {
      void fetchNextPage();
    }
  }, [fetchNextPage, isFetching, isFetchNextPageError]);

  const { isLoading, run } = useOneAtATime();
  // Stable for the callbacks: a component shows one list for as long as it is there.
  const queryKey = useMemo(() => JSON.parse(name) as QueryKey, [name]);
  const [queryFn] = useState(() => options.queryFn);
  const read = useCallback(
    (cursor: string | null) => {
      const readPage = queryFn as (context: object) => Promise<Page<Row>>;
      const { signal } = new AbortController();
      return readPage({ pageParam: cursor, signal, queryKey, client: queries, meta: undefined });
    },
    [queryFn, queryKey, queries],
  );
  /** Begins the list with its first page. */
  const restart = useCallback(
    () =>
      run(async () => {
        const page = await read(null);
        queries.setQueryData<Pages<Row>>(queryKey, { pages: [page], pageParams: [null] });
      }),
    [read, run, queryKey, queries],
  );
  const prepend = useCallback(
    async (cursor: string | null, next: string) => {
      const page = await read(cursor);
      queries.setQueryData<Pages<Row>>(queryKey, (now) =>
        now?.pageParams[0] === next ? { pages: [page, ...now.pages], pageParams: [cursor, ...now.pageParams] } : now,
      );
    },
    [read, queryKey, queries],
  );
  const onStart = useCallback(
    (position: number) => {
      const first = data?.pageParams[0];
      // Until the place is restored, the window shows the top only because nothing has scrolled it yet.
      if (first == null || isFetching || isLoading() || placeToRestore() !== undefined) {
        return;
      }
      if (position < NEAR_BEGINNING && before > 2 * NEAR_BEGINNING) {
        void restart();
        return;
      }
      void run(async () => {
        const previous = known.previous(first) ?? (await findPrevious(first, known, read));
        if (previous !== undefined) {
          await prepend(previous.cursor, first);
        } else {
          queries.setQueryData<Pages<Row>>(queryKey, { pages: [await read(null)], pageParams: [null] });
        }
      });
    },
    [data, before, known, isFetching, isLoading, run, read, prepend, restart, queryKey, queries],
  );

  usePlace(list?.pages, known);

  const pageOf = (row: Row) => list?.pages[list.pageOf.get(keyOf(row)) ?? -1];
  return {
    query,
    rows: list?.rows,
    before,
    onStart,
    onEnd,
    restart,
    /** The start of the page that holds the row; undefined for the first page, which needs no cursor. */
    startOf: (row: Row): ListStart | undefined => startOf(pageOf(row)),
    urlEndOf: (row: Row): Date | undefined => {
      const endsAt = pageOf(row)?.endsAt;
      return endsAt === undefined ? undefined : new Date(endsAt);
    },
  };
}

interface PlacedPage {
  cursor: string | null;
  before: number;
  nextCursor: string | null;
  endsAt?: number;
}

function listOf<Row>({ pages, pageParams }: Pages<Row>, keyOf: (row: Row) => string, before: number) {
  const rows = new Map<string, Row>();
  const pageOf = new Map<string, number>();
  const placed = pages.map((page, index): PlacedPage => {
    const start = before + rows.size;
    for (const row of page.rows) {
      const key = keyOf(row);
      rows.set(key, row);
      pageOf.set(key, pageOf.get(key) ?? index);
    }
    return { cursor: pageParams[index]!, before: start, nextCursor: page.nextCursor, endsAt: page.endsAt };
  });
  return { rows: [...rows.values()], pages: placed, pageOf };
}

function startOf(page: PlacedPage | undefined): ListStart | undefined {
  return page?.cursor == null ? undefined : { cursor: page.cursor, before: page.before };
}

/** Reads a list from its beginning up to a page, to find the page before it; undefined if the list no longer leads there. */
async function findPrevious<Row>(
  target: string,
  known: KnownPages,
  read: (cursor: string | null) => Promise<Page<Row>>,
): Promise<{ cursor: string | null } | undefined> {
  let { cursor, before }: { cursor: string | null; before: number } = known.endOfBeginning();
  do {
    const page = await read(cursor);
    known.add(cursor, { before, nextCursor: page.nextCursor });
    before += page.rows.length;
    cursor = page.nextCursor;
  } while (cursor !== null && cursor !== target);
  return known.previous(target);
}

/** Runs one task and leaves out those that come meanwhile. A task that fails is left for the next time. */
function useOneAtATime() {
  const running = useRef(false);
  const isLoading = useCallback(() => running.current, []);
  const run = useCallback(async (task: () => Promise<void>) => {
    if (!running.current) {
      running.current = true;
      await task().catch(() => {});
      running.current = false;
    }
  }, []);
  return { isLoading, run };
}

/** Keeps the reader's place for a reload, and returns to it after one. */
function usePlace(pages: PlacedPage[] | undefined, known: KnownPages): void {
  useEffect(() => restoreScrollY(), []);
  useEffect(() => {
    const leave = () => {
      const position = firstPositionInView();
      keepPlace({ start: startOf(pages?.filter((page) => page.before <= position).at(-1)), pages: known });
    };
    window.addEventListener("pagehide", leave);
    return () => window.removeEventListener("pagehide", leave);
  }, [pages, known]);
}

/** The position of the first row that is in view. */
function firstPositionInView(): number {
  const tiles = [...document.querySelectorAll(".grid [aria-posinset]")];
  const first = tiles.find((tile) => tile.getBoundingClientRect().bottom > 0);
  return Number(first?.getAttribute("aria-posinset") ?? 1) - 1;
}
