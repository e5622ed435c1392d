import { Retry } from "./Message.js";

interface Listing {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  error: Error | null;
  fetchNextPage: () => unknown;
}

/**
 * Below a list: that more is coming, or why not. Its height is always the same.
 *
 * @param after how many rows stand above: when more come, they take its place, and another one stands below them
 */
export function More({ list, after }: { list: Listing; after: number }) {
  return (
    <div key={after} className="more" role="status">
      {list.isFetchNextPageError ? (
        <>
          <span key="failure">{list.error?.message}</span>
          <Retry onRetry={() => list.fetchNextPage()} retrying={list.isFetchingNextPage} />
        </>
      ) : (
        list.hasNextPage && (
          <span key="dots" className="dots">
            Loading more
          </span>
        )
      )}
    </div>
  );
}
