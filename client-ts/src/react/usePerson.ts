import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import type { Person } from "../../generated/index.js";
import { useBeetroot } from "./BeetrootProvider.js";
import { withOptions, type ValueHookOptions } from "./hookOptions.js";
import { personQuery, toPerson } from "./queries.js";

/** The options of TanStack's `useQuery`; `select` gets the person. */
export type UsePersonOptions<Data = Person> = ValueHookOptions<Person, Data>;

/**
 * Returns TanStack's query of one person, whose thumbnail URL is renewed in time. If there is no such person, the error is an
 * `ApiError` with the status 404.
 */
export function usePerson<Data = Person>(personId: string, options: UsePersonOptions<Data> = {}): UseQueryResult<Data> {
  const { client } = useBeetroot();
  return useQuery(withOptions(personQuery(client, personId), toPerson, options));
}
