import { useInfiniteQuery, type InfiniteData } from "@tanstack/react-query";
import type { Answer } from "./answers.js";
import { useBeetroot } from "./BeetrootProvider.js";
import { shared } from "./queries.js";
import { KEY } from "./renewal.js";

/**
 * A list, page by page.
 *
 * @param name what tells it from other lists
 * @param read asks the API for one page
 * @param select makes of the pages what the hook returns; the same function each time
 */
export function useListing<Row, List>(
  name: unknown[],
  read: (cursor: string | undefined, signal: AbortSignal) => Promise<Answer<Row>>,
  select: (data: InfiniteData<Answer<Row>>) => List,
) {
  const { renewal } = useBeetroot();
  const queryKey = [...KEY, ...name];
  return useInfiniteQuery({
    ...shared,
    queryKey,
    queryFn: ({ pageParam: cursor, signal }) =>
      renewal.spared<Row>(queryKey, cursor) ?? read(cursor ?? undefined, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Answer<Row>) => page.nextCursor,
    select,
  });
}
