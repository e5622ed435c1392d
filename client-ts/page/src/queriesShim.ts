import { infiniteQueryOptions } from "@tanstack/react-query";
import type { Client } from "@beetroot/client";
const shared = {
  staleTime: Infinity,
  getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor,
  initialPageParam: null as string | null,
};
export const personPhotosQuery = (client: Client, personId: string) =>
  infiniteQueryOptions({
    ...shared,
    queryKey: ["beetroot", "photos", personId, { limit: undefined }],
    queryFn: async ({ pageParam, signal }) => {
      const page = await client.listPersonPhotos(personId, { cursor: pageParam ?? undefined, signal });
      return {
        rows: page.photos,
        nextCursor: page.nextCursor,
        receivedAt: Date.now(),
        endsAt: page.expiresAt.getTime() as number | undefined,
      };
    },
  });
export const personsQuery = (client: Client) =>
  infiniteQueryOptions({
    ...shared,
    queryKey: ["beetroot", "persons", { limit: undefined }],
    queryFn: async ({ pageParam, signal }) => {
      const page = await client.listPersons({ cursor: pageParam ?? undefined, signal });
      return {
        rows: page.persons,
        nextCursor: page.nextCursor,
        receivedAt: Date.now(),
        endsAt: page.expiresAt.getTime() as number | undefined,
      };
    },
  });
