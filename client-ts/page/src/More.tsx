import { Retry } from "./Message.js";

interface Listing {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  error: Error | null;
  fetchNextPage: () => unknown;
}

/** Below a list: that more is coming, or why not. Its height is always the same. */
export function More({ list }: { list: Listing }) {
  return (
    <div className="more" role="status">
      {list.isFetchNextPageError ? (
        <>
          <span>{list.error?.message}</span>
          <Retry onRetry={() => list.fetchNextPage()} retrying={list.isFetchingNextPage} />
        </>
      ) : (
        list.hasNextPage && <span className="dots">Loading more</span>
      )}
    </div>
  );
}
