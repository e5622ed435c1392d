import { RetryButton } from "./ListStates.js";

interface LoadMoreProps {
  list: {
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    isFetchNextPageError: boolean;
    error: Error | null;
    fetchNextPage: () => unknown;
  };
  /** How many rows stand above: when more arrive, they replace this element, and another one stands below them. */
  after: number;
}

/** Below a list: that more is loading, or why not. Its height never changes. */
export function LoadMore({ list, after }: LoadMoreProps) {
  return (
    <div key={after} className="more" role="status">
      {list.isFetchNextPageError ? (
        <>
          <span key="failure">{list.error?.message}</span>
          <RetryButton onRetry={() => list.fetchNextPage()} retrying={list.isFetchingNextPage} />
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
