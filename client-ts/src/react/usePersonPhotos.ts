import { useInfiniteQuery, type UseInfiniteQueryResult } from "@tanstack/react-query";
import { useBeetroot } from "./BeetrootProvider.js";
import { withOptions, type ListHookOptions } from "./hookOptions.js";
import { personPhotosQuery, toPhotoList, type PhotoList } from "./queries.js";

/** `limit`, and the options of TanStack's `useInfiniteQuery`; `select` gets the list. */
export type UsePersonPhotosOptions<Data = PhotoList> = ListHookOptions<PhotoList, Data>;

/**
 * Returns TanStack's infinite query of the photos in which a person occurs: call `fetchNextPage()` while `hasNextPage`, also after
 * a page without photos. The URLs are renewed in time.
 *
 * @param options.limit the most photos of a page, 1 to 200 (by default 200)
 */
export function usePersonPhotos<Data = PhotoList>(
  personId: string,
  options: UsePersonPhotosOptions<Data> = {},
): UseInfiniteQueryResult<Data> {
  const { client } = useBeetroot();
  return useInfiniteQuery(withOptions(personPhotosQuery(client, personId, options), toPhotoList, options));
}
