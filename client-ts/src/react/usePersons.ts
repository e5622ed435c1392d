import { useInfiniteQuery, type InfiniteData } from "@tanstack/react-query";
import type { Person, PersonPage } from "../../generated/index.js";
import { useBeetroot } from "./BeetrootProvider.js";
import { KEY, shared } from "./queries.js";

/** The people of the pages that are loaded, most photographed first. */
export interface PersonList {
  persons: Person[];
}

/**
 * The people, page by page: `fetchNextPage()` while `hasNextPage`. Their URLs are renewed in time, all pages at once.
 *
 * @param options.limit the most people of a page, 1 to 100
 */
export function usePersons({ limit }: { limit?: number } = {}) {
  const { client } = useBeetroot();
  return useInfiniteQuery({
    ...shared,
    queryKey: [...KEY, "persons", { limit }],
    queryFn: ({ pageParam, signal }) => client.listPersons({ limit, cursor: pageParam, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: PersonPage) => page.nextCursor,
    select: listed,
  });
}

function listed({ pages }: InfiniteData<PersonPage>): PersonList {
  return { persons: pages.flatMap((page) => page.persons) };
}
