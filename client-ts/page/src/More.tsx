interface Listing {
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  error: Error | null;
  fetchNextPage: () => unknown;
}

/** Below a list: that more is coming, or why not. */
export function More({ list }: { list: Listing }) {
  return (
    <div className="more" role="status">
      {list.isFetchNextPageError ? (
        <>
          <span>{list.error?.message}</span>
          <button type="button" className="button" onClick={() => list.fetchNextPage()}>
            Try again
          </button>
        </>
      ) : (
        list.isFetchingNextPage && "Loading more…"
      )}
    </div>
  );
}
