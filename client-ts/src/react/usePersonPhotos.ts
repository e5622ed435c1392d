import { useInfiniteQuery, type InfiniteData } from "@tanstack/react-query";
import type { Photo, PhotoPage } from "../../generated/index.js";
import { useBeetroot } from "./BeetrootProvider.js";
import { KEY, shared } from "./queries.js";

/** The photos of the pages that are loaded. */
export interface PhotoList {
  photos: Photo[];
}

/**
 * The photos that a person appears in, page by page: `fetchNextPage()` while `hasNextPage`, also after a page without photos.
 * Their URLs are renewed in time, all pages at once.
 *
 * @param options.limit the most photos of a page, 1 to 200
 */
export function usePersonPhotos(personId: string, { limit }: { limit?: number } = {}) {
  const { client } = useBeetroot();
  return useInfiniteQuery({
    ...shared,
    queryKey: [...KEY, "photos", personId, { limit }],
    queryFn: ({ pageParam, signal }) => client.listPersonPhotos(personId, { limit, cursor: pageParam, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: PhotoPage) => page.nextCursor,
    select: listed,
  });
}

function listed({ pages }: InfiniteData<PhotoPage>): PhotoList {
  return { photos: pages.flatMap((page) => page.photos) };
}
