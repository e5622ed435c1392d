import { useQuery } from "@tanstack/react-query";
import type { PersonAnswer } from "../../generated/index.js";
import { useBeetroot } from "./BeetrootProvider.js";
import { KEY, shared } from "./queries.js";

/** One person, with a thumbnail URL that is renewed in time. The error is an `ApiError` with the status 404 where there is none. */
export function usePerson(personId: string) {
  const { client } = useBeetroot();
  return useQuery({
    ...shared,
    queryKey: [...KEY, "person", personId],
    queryFn: ({ signal }) => client.getPerson(personId, { signal }),
    select: personOf,
  });
}

function personOf(answer: PersonAnswer) {
  return answer.person;
}
