import type { InfiniteData } from "@tanstack/react-query";
import type { Person } from "../../generated/index.js";
import { answerOf, type Answer } from "./answers.js";
import { useBeetroot } from "./BeetrootProvider.js";
import { useListing } from "./useListing.js";

/** The people of the pages that are loaded, most photographed first. */
export interface PersonList {
  persons: Person[];
}

/**
 * The people, page by page: `fetchNextPage()` while `hasNextPage`. Their URLs are renewed in time.
 *
 * @param options.limit the most people of a page, 1 to 100 (by default 100)
 */
export function usePersons({ limit }: { limit?: number } = {}) {
  const { client } = useBeetroot();
  return useListing(
    ["persons", { limit }],
    async (cursor, signal) => {
      const { persons, expiresAt, nextCursor } = await client.listPersons({ limit, cursor, signal });
      return answerOf(persons, expiresAt, nextCursor);
    },
    listOf,
  );
}

function listOf({ pages }: InfiniteData<Answer<Person>>): PersonList {
  // A person whose count changes between two pages may be on both.
  const persons = new Map(pages.flatMap((page) => page.rows).map((person) => [person.personId, person]));
  return { persons: [...persons.values()] };
}
