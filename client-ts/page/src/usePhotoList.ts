import type { Photo } from "@beetroot/client";
import { usePersonPhotos } from "@beetroot/client/react";
import { useCallback, useMemo } from "react";
import type { ListStart } from "./routes.js";

export function usePhotoList(personId: string, _start?: ListStart) {
  const query = usePersonPhotos(personId);
  const rows = useMemo(
    () => query.data && [...new Map(query.data.photos.map((photo) => [photo.photoId, photo])).values()],
    [query.data],
  );
  const { fetchNextPage, isFetching, isFetchNextPageError } = query;
  const onEnd = useCallback(() => {
    if (!isFetching && !isFetchNextPageError) {
      void fetchNextPage();
    }
  }, [fetchNextPage, isFetching, isFetchNextPageError]);
  const onStart = useCallback(() => {}, []);
  return {
    query,
    rows,
    before: 0,
    startOf: (_: Photo): ListStart | undefined => undefined,
    urlEndOf: (_: Photo): Date | undefined => undefined,
    onEnd,
    onStart,
  };
}
