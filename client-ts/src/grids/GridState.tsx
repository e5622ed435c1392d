import { useCallback, type ReactNode } from "react";
import { SkeletonGrid, type GridSizes } from "./VirtualGrid.js";

/** The members of TanStack's infinite query that a grid uses. */
export interface GridQuery<List> {
  data: List | undefined;
  error: Error | null;
  hasNextPage: boolean;
  isFetching: boolean;
  isFetchNextPageError: boolean;
  fetchNextPage: () => unknown;
  refetch: () => unknown;
}

/** The texts of a grid, for apps in another language. */
export interface GridLabels {
  /** The accessible name of the list. */
  list: string;
  loading: string;
  empty: string;
  retry: string;
}

/** What `renderError` gets. */
export interface GridError {
  error: Error;
  retry: () => void;
  /** Whether a try is under way. */
  isRetrying: boolean;
}

/** The props that both grids have. */
export interface GridProps<Row> {
  /** Returns where a tile leads; the tile is a link then. */
  hrefOf?: (row: Row) => string;
  /**
   * Called when a tile is chosen by click or Enter. With `hrefOf` it takes the place of the navigation, unless the reader opens the
   * link in another tab: the place for a router's `navigate`.
   */
  onSelect?: (row: Row) => void;
  /** Returns what is shown below a tile. All captions of a grid should have the same height. */
  renderCaption?: (row: Row) => ReactNode;
  /** Returns what is shown for a missing image. */
  renderPlaceholder?: (row: Row) => ReactNode;
  /** Replaces the error of a list of which nothing could be loaded, or of its next page. */
  renderError?: (error: GridError) => ReactNode;
  /** Replaces the text for a list that is empty. */
  empty?: ReactNode;
  /** The id of the tile that is brought into view: the one that the reader comes back from. */
  activeId?: string;
  /** Whether that tile gets the focus, too. */
  focusActive?: boolean;
  /** How many rows come before those that are loaded, if the app starts its list in the middle: their space is kept. */
  before?: number;
  /** Called when rows before the loaded ones come near the window, with the index of the first row in the window. */
  onStart?: (index: number) => void;
  labels?: Partial<GridLabels>;
  className?: string;
}

interface GridStateProps<List> {
  query: GridQuery<List>;
  labels: GridLabels;
  className: string;
  sizes: GridSizes;
  /** How many rows are loaded. */
  count: number;
  empty: ReactNode;
  skeletonCaption?: ReactNode;
  renderError: ((error: GridError) => ReactNode) | undefined;
  /** The grid. */
  children: ReactNode;
}

/** Shows a list in each of its states: loading, failed, empty, loaded, and with a next page that loads or failed. */
export function GridState<List>(props: GridStateProps<List>) {
  const { query, labels, className, sizes, count, empty, renderError = DEFAULT_ERROR(labels), children } = props;
  const { data, error, isFetching, isFetchNextPageError, hasNextPage } = query;
  const failure = (retry: () => unknown) =>
    error && renderError({ error, retry: () => void retry(), isRetrying: isFetching });

  if (data === undefined) {
    return error ? (
      <>{failure(query.refetch)}</>
    ) : (
      <SkeletonGrid label={labels.loading} className={className} sizes={sizes} caption={props.skeletonCaption} />
    );
  }
  if (count === 0 && !hasNextPage) {
    return <>{empty ?? <p className="beetroot-message">{labels.empty}</p>}</>;
  }
  return (
    <>
      {children}
      {/* Another element below each page, so that the browser sees nothing move. */}
      <div key={count} className={`beetroot-more ${className}`} role="status">
        {isFetchNextPageError ? failure(query.fetchNextPage) : hasNextPage && <span>{labels.loading}</span>}
      </div>
    </>
  );
}

const DEFAULT_ERROR =
  (labels: GridLabels) =>
  ({ error, retry, isRetrying }: GridError) => (
    <p className="beetroot-message" role="alert">
      {error.message} {/* Not disabled meanwhile: it would lose the focus. */}
      <button type="button" className="beetroot-retry" aria-disabled={isRetrying} onClick={() => isRetrying || retry()}>
        {labels.retry}
      </button>
    </p>
  );

/** Returns the function that requests the next page, unless it is on its way or failed. */
export function useOnEnd({ isFetching, isFetchNextPageError, fetchNextPage }: GridQuery<unknown>): () => void {
  return useCallback(() => {
    if (!isFetching && !isFetchNextPageError) {
      void fetchNextPage();
    }
  }, [isFetching, isFetchNextPageError, fetchNextPage]);
}
