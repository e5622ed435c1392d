import { useQuery } from "@tanstack/react-query";
import type { Person } from "../../generated/index.js";
import { answerOf, type Answer } from "./answers.js";
import { useBeetroot } from "./BeetrootProvider.js";
import { shared } from "./queries.js";
import { KEY } from "./renewal.js";

/** One person, with a thumbnail URL that is renewed in time. The error is an `ApiError` with the status 404 where there is none. */
export function usePerson(personId: string) {
  const { client } = useBeetroot();
  return useQuery({
    ...shared,
    queryKey: [...KEY, "person", personId],
    queryFn: async ({ signal }) => {
      const { person, expiresAt } = await client.getPerson(personId, { signal });
      return answerOf([person], expiresAt, null);
    },
    select: personOf,
  });
}

function personOf({ rows }: Answer<Person>): Person {
  return rows[0]!;
}
