import type { InfiniteData } from "@tanstack/react-query";
import type { Photo } from "../../generated/index.js";
import { answerOf, type Answer } from "./answers.js";
import { useBeetroot } from "./BeetrootProvider.js";
import { useListing } from "./useListing.js";

/** The photos of the pages that are loaded. Somebody who is twice on a photo has it twice. */
export interface PhotoList {
  photos: Photo[];
}

/**
 * The photos that a person appears in, page by page: `fetchNextPage()` while `hasNextPage`, also after a page without photos.
 * Their URLs are renewed in time.
 *
 * @param options.limit the most photos of a page, 1 to 200 (by default 200)
 */
export function usePersonPhotos(personId: string, { limit }: { limit?: number } = {}) {
  const { client } = useBeetroot();
  return useListing(
    ["photos", personId, { limit }],
    async (cursor, signal) => {
      const { photos, expiresAt, nextCursor } = await client.listPersonPhotos(personId, { limit, cursor, signal });
      return answerOf(photos, expiresAt, nextCursor);
    },
    listOf,
  );
}

function listOf({ pages }: InfiniteData<Answer<Photo>>): PhotoList {
  return { photos: pages.flatMap((page) => page.rows) };
}
