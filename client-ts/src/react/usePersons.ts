import { useInfiniteQuery, type UseInfiniteQueryResult } from "@tanstack/react-query";
import { useBeetroot } from "./BeetrootProvider.js";
import { withOptions, type ListHookOptions } from "./hookOptions.js";
import { personsQuery, toPersonList, type PersonList } from "./queries.js";

/** `limit`, and the options of TanStack's `useInfiniteQuery`; `select` gets the list. */
export type UsePersonsOptions<Data = PersonList> = ListHookOptions<PersonList, Data>;

/**
 * Returns TanStack's infinite query of the people: call `fetchNextPage()` while `hasNextPage`. The URLs are renewed in time.
 *
 * @param options.limit the most people of a page, 1 to 100 (by default 100)
 */
export function usePersons<Data = PersonList>(options: UsePersonsOptions<Data> = {}): UseInfiniteQueryResult<Data> {
  const { client } = useBeetroot();
  return useInfiniteQuery(withOptions(personsQuery(client, options), toPersonList, options));
}
