import {
  useEffect,
  useLayoutEffect,
  useReducer,
  useRef,
  useState,
  useSyncExternalStore,
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
} from "react";
import { LoadControlContext } from "../react/loadControl.js";
import { GridViewport } from "./GridViewport.js";

/** Sizes of a grid, as CSS. */
export interface GridSizes {
  /** The least width of a tile. */
  tile: string;
  columnGap: string;
  rowGap: string;
}

interface VirtualGridProps<Row> {
  /** The accessible name of the list. */
  label: string;
  className: string;
  sizes: GridSizes;
  rows: Row[];
  /** Returns a key that no other row has. */
  keyOf: (row: Row) => string;
  renderTile: (row: Row) => ReactNode;
  hasMore: boolean;
  /** The number of rows once all are loaded, if it is known: their space is kept. */
  expectedCount: number;
  /** How many rows come before `rows`: their space is kept. */
  before: number;
  /** Called when rows that are not loaded yet come near the window. */
  onEnd: () => void;
  /** The same for rows before `rows`, with the index of the first one in the window. */
  onStart: ((index: number) => void) | undefined;
  /** The key of the row that is brought into view. */
  activeId: string | undefined;
  focusActive: boolean;
}

/** How many tiles a server renders, and a browser before it has measured them. */
const UNMEASURED_TILES = 30;
/** Rows above and below the window that are in the document. */
const OVERSCAN = 3;
/** How many rows before the last loaded one the next page is requested. */
const ROWS_AHEAD = 4;

const useBrowserLayoutEffect = typeof window === "undefined" ? useEffect : useLayoutEffect;

/**
 * Lays square tiles out in as many columns as fit. Only the tiles in and around the window are in the document, and the focused
 * one, so that the keyboard goes on from there.
 */
export function VirtualGrid<Row>(props: VirtualGridProps<Row>) {
  const { label, className, sizes, rows, keyOf, renderTile, hasMore, before, activeId, focusActive } = props;
  const { onStart, onEnd } = props;
  const loadedEnd = before + rows.length;
  const count = hasMore ? Math.max(loadedEnd, props.expectedCount) : loadedEnd;
  const indexOf = (key: string | undefined) => {
    const index = key === undefined ? -1 : rows.findIndex((row) => keyOf(row) === key);
    return index < 0 ? -1 : before + index;
  };
  const list = useRef<HTMLUListElement>(null);
  const [viewport] = useState(() => new GridViewport());
  const layout = useSyncExternalStore(viewport.subscribe, viewport.layout, () => undefined);
  const [, measured] = useReducer((times: number) => times + 1, 0);
  useBrowserLayoutEffect(() => {
    const detach = viewport.attach(list.current as HTMLElement);
    measured();
    return detach;
  }, [viewport]);
  // What is measured depends on what was rendered.
  useBrowserLayoutEffect(() => viewport.measure());

  const columns = layout?.columns ?? 1;
  const gridRows = Math.ceil(count / columns);
  const clamp = (row: number) => Math.min(Math.max(0, row), Math.max(0, gridRows - 1));
  const firstRow = layout ? clamp(layout.firstRow - OVERSCAN) : 0;
  const lastRow = layout ? clamp(layout.lastRow + OVERSCAN) : 0;
  const first = layout ? firstRow * columns : before;
  const end = Math.min(layout ? count : loadedEnd, layout ? (lastRow + 1) * columns : before + UNMEASURED_TILES);
  const rowHeight = layout ? layout.tileHeight + layout.rowGap : 0;

  const nearEnd = hasMore && layout !== undefined && (lastRow + 1 + ROWS_AHEAD - OVERSCAN) * columns > loadedEnd;
  useEffect(() => {
    if (nearEnd) {
      onEnd();
    }
  }, [nearEnd, onEnd, rows.length]);

  const nearStart = layout !== undefined && first < before;
  const firstInWindow = layout === undefined ? 0 : clamp(layout.firstRow) * columns;
  useEffect(() => {
    if (nearStart) {
      onStart?.(firstInWindow);
    }
  }, [nearStart, firstInWindow, onStart, rows.length]);

  const [focusedKey, setFocusedKey] = useState<string>();
  const focusNext = useRef(false);
  useBrowserLayoutEffect(() => {
    if (focusNext.current && focusedKey !== undefined) {
      focusNext.current = false;
      focusTile(tileAt(list.current, indexOf(focusedKey)));
    }
  });

  const activeIndex = indexOf(activeId);
  const arrival = activeId === undefined ? undefined : `${focusActive} ${activeId}`;
  const [arrived, setArrived] = useState<string>();
  useEffect(() => {
    if (arrival === undefined) {
      setArrived(undefined);
    }
    if (layout === undefined || arrival === arrived) {
      return;
    }
    const tile = tileAt(list.current, activeIndex);
    if (tile === undefined) {
      return;
    }
    if (!isInWindow(tile)) {
      (tile.firstElementChild ?? tile).scrollIntoView({ block: "nearest" });
    }
    setArrived(arrival);
    if (focusActive) {
      focusTile(tile, { preventScroll: true });
    }
  }, [arrival, arrived, layout, activeIndex, rows, focusActive]);

  const onKeyDown = (event: KeyboardEvent<HTMLUListElement>) => {
    const tile = (event.target as Element).closest<HTMLElement>("li[data-index]");
    if (tile === null || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) {
      return;
    }
    const forward = getComputedStyle(event.currentTarget).direction === "rtl" ? -1 : 1;
    const index = Number(tile.dataset.index);
    const next = (
      {
        ArrowLeft: index - forward,
        ArrowRight: index + forward,
        ArrowUp: index - columns,
        ArrowDown: index + columns,
        Home: before,
        End: loadedEnd - 1,
      } as Record<string, number>
    )[event.key];
    const row = next === undefined ? undefined : rows[next - before];
    if (row !== undefined) {
      event.preventDefault();
      focusNext.current = true;
      setFocusedKey(keyOf(row));
    }
  };

  const kept = [focusedKey, arrived === arrival ? undefined : activeId]
    .map(indexOf)
    .filter((index, i, all) => index >= 0 && (index < first || index >= end) && all.indexOf(index) === i);
  const indices = [...kept, ...Array.from({ length: Math.max(0, end - first) }, (_, i) => first + i)].sort(
    (one, other) => one - other,
  );

  const tiles = indices.map((index) => {
    const row = rows[index - before];
    if (row === undefined) {
      return (
        <li
          key={`unloaded ${index}`}
          aria-hidden="true"
          className="beetroot-tile beetroot-unloaded"
          style={{ height: layout?.tileHeight }}
        />
      );
    }
    return (
      <li
        key={keyOf(row)}
        className="beetroot-tile"
        data-index={index}
        data-loaded=""
        aria-posinset={index + 1}
        aria-setsize={hasMore ? -1 : count}
        style={layout && (index < first || index >= end) ? placeOf(index, columns, rowHeight, layout) : TILE}
      >
        {renderTile(row)}
      </li>
    );
  });

  return (
    <LoadControlContext.Provider value={viewport.loadControl}>
      <ul
        ref={list}
        // Safari takes `list-style: none` for no list.
        role="list"
        aria-label={label}
        className={`beetroot-grid ${className}`}
        style={{
          ...gridStyle(sizes),
          ...(layout && {
            height: Math.max(0, gridRows * rowHeight - layout.rowGap),
            paddingTop: firstRow * rowHeight,
          }),
        }}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          const index = Number((event.target as Element).closest<HTMLElement>("li[data-index]")?.dataset.index);
          const row = rows[index - before];
          setFocusedKey(row && keyOf(row));
        }}
        onBlur={() => focusNext.current || setFocusedKey(undefined)}
      >
        {tiles}
      </ul>
    </LoadControlContext.Provider>
  );
}

interface SkeletonGridProps {
  label: string;
  className: string;
  sizes: GridSizes;
  /** What takes the place of a caption, if tiles have one. */
  caption: ReactNode;
}

/** Empty tiles in place of those that load. */
export function SkeletonGrid({ label, className, sizes, caption }: SkeletonGridProps) {
  return (
    <div role="status" aria-label={label} className={`beetroot-skeleton ${className}`} style={SKELETON}>
      <div className="beetroot-grid" style={gridStyle(sizes)}>
        {Array.from({ length: UNMEASURED_TILES * 2 }, (_, i) => (
          <span key={i} className="beetroot-tile">
            <span className="beetroot-unloaded" style={{ display: "block", aspectRatio: "1" }} />
            {caption}
          </span>
        ))}
      </div>
    </div>
  );
}

const TILE: CSSProperties = { minWidth: 0 };
const SKELETON: CSSProperties = { maxHeight: "100vh", overflow: "hidden" };

/** Inline, so that a page without the stylesheet has a grid too; all of it follows the variables. */
function gridStyle({ tile, columnGap, rowGap }: GridSizes): CSSProperties {
  return {
    position: "relative",
    boxSizing: "border-box",
    display: "grid",
    // At least two columns.
    gridTemplateColumns: `repeat(auto-fill, minmax(min(${tile}, 50% - ${columnGap} / 2), 1fr))`,
    alignContent: "start",
    columnGap,
    rowGap,
    margin: 0,
    padding: 0,
    listStyle: "none",
    // The rows above are replaced by padding of the same height.
    overflowAnchor: "none",
  };
}

function placeOf(
  index: number,
  columns: number,
  rowHeight: number,
  { tileWidth, columnGap }: { tileWidth: number; columnGap: number },
): CSSProperties {
  return {
    position: "absolute",
    insetBlockStart: Math.floor(index / columns) * rowHeight,
    insetInlineStart: (index % columns) * (tileWidth + columnGap),
    width: tileWidth,
  };
}

function tileAt(list: HTMLElement | null, index: number): HTMLElement | undefined {
  return list?.querySelector<HTMLElement>(`:scope > [data-index="${index}"]`) ?? undefined;
}

function focusTile(tile: HTMLElement | undefined, options?: FocusOptions): void {
  tile?.querySelector<HTMLElement>("a, button")?.focus(options);
}

function isInWindow(tile: HTMLElement): boolean {
  const { top, bottom } = tile.getBoundingClientRect();
  const covered = parseFloat(getComputedStyle(tile.firstElementChild ?? tile).scrollMarginTop) || 0;
  return bottom > covered && top < window.innerHeight;
}
