import { useWindowVirtualizer } from "@tanstack/react-virtual";
import {
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type CSSProperties,
  type ReactNode,
  type RefObject,
} from "react";

/** Sizes of a grid of square tiles, in CSS pixels. */
export interface Sizes {
  /** The least width of a tile. */
  tile: number;
  columnGap: number;
  rowGap: number;
  /** What stands below the square of a tile. */
  caption: number;
}

interface VirtualGridProps<Row> {
  label: string;
  className: string;
  items: Row[];
  /** A key that no other item has. */
  keyOf: (item: Row) => string;
  /** A tile: one link. */
  render: (item: Row) => ReactNode;
  sizes: (width: number) => Sizes;
  /** How many items come before `items`, and are not loaded. */
  before?: number;
  hasMore: boolean;
  /** Called with the position of the first row in view when items before the loaded ones come into view. */
  onStart?: (position: number) => void;
  /** Called as the end comes near. */
  onEnd: () => void;
  /** The key of the item that is brought into view, where it is not. */
  at?: string;
  /** Whether that item gets the focus too. */
  focus?: boolean;
}

/** How many rows ahead of the reader the next page is asked for. */
const ROWS_AHEAD = 4;
const OVERSCAN = 3;
/** The bar at the top covers what lies above. */
const BAR = 64;

/** A grid of square tiles as wide as the window, of which only those in and around the view are in the document. */
export function VirtualGrid<Row>({
  label,
  className,
  items,
  keyOf,
  render,
  sizes,
  before = 0,
  hasMore,
  onStart,
  onEnd,
  at,
  focus = false,
}: VirtualGridProps<Row>) {
  const list = useRef<HTMLUListElement>(null);
  const { columns, side, columnGap, rowGap, caption, top } = useBox(list, sizes);
  const rows = Math.ceil((before + items.length) / columns);
  const virtual = useWindowVirtualizer({
    count: side > 0 ? rows : 0,
    estimateSize: () => side + caption,
    gap: rowGap,
    overscan: OVERSCAN,
    scrollMargin: top,
    scrollPaddingStart: BAR,
  });
  useLayoutEffect(() => virtual.measure(), [virtual, side, caption, rowGap]);

  const shown = virtual.getVirtualItems();
  const firstRow = shown[0]?.index ?? 0;
  const lastRow = shown.at(-1)?.index ?? 0;
  const nearEnd = hasMore && side > 0 && lastRow >= rows - 1 - ROWS_AHEAD;
  useEffect(() => {
    if (nearEnd) {
      onEnd();
    }
  }, [nearEnd, onEnd]);

  const firstPosition = firstRow * columns;
  const nearStart = side > 0 && before > 0 && firstPosition < before;
  useEffect(() => {
    if (nearStart) {
      onStart?.(firstPosition);
    }
  }, [nearStart, firstPosition, onStart]);

  const landed = useRef<string>(undefined);
  const landing = at === undefined ? undefined : `${focus} ${at}`;
  useEffect(() => {
    if (at === undefined || landed.current === landing) {
      landed.current = landing;
      return;
    }
    const index = items.findIndex((item) => keyOf(item) === at);
    const tile = index < 0 ? null : list.current!.querySelector<HTMLElement>(`[aria-posinset="${before + index + 1}"]`);
    if (tile !== null && isInView(tile)) {
      landed.current = landing;
      if (focus) {
        tile.querySelector("a")!.focus({ preventScroll: true });
      }
    } else if (index >= 0 && side > 0) {
      virtual.scrollToIndex(Math.floor((before + index) / columns), { align: "auto" });
    }
  }, [virtual, items, before, keyOf, at, focus, landing, columns, side, firstRow, lastRow]);

  return (
    <ul ref={list} aria-label={label} className={`grid ${className}`} style={{ height: virtual.getTotalSize() }}>
      {shown.flatMap((row) =>
        Array.from({ length: columns }, (_, column) => {
          const position = row.index * columns + column;
          const item = items[position - before];
          const isEmpty = position < before;
          return (
            (isEmpty || item !== undefined) && (
              <li
                key={isEmpty ? `unloaded ${position}` : keyOf(item!)}
                className={isEmpty ? "unloaded" : undefined}
                aria-posinset={position + 1}
                aria-setsize={hasMore ? -1 : before + items.length}
                style={{
                  width: side,
                  height: side + caption,
                  transform: `translate(${column * (side + columnGap)}px, ${row.start - top}px)`,
                }}
              >
                {!isEmpty && render(item!)}
              </li>
            )
          );
        }),
      )}
    </ul>
  );
}

/** Empty tiles in place of those that load, as many as fill the window. */
export function Skeleton({ className, sizes }: { className: string; sizes: (width: number) => Sizes }) {
  const box = useRef<HTMLDivElement>(null);
  const { columns, side, columnGap, rowGap, caption, top } = useBox(box, sizes);
  const rows = side > 0 ? Math.max(1, Math.ceil((window.innerHeight - top) / (side + caption + rowGap))) : 0;
  const style: CSSProperties = {
    gridTemplateColumns: `repeat(${columns}, ${side}px)`,
    gap: `${rowGap}px ${columnGap}px`,
  };
  return (
    <div ref={box} className={`skeleton ${className}`} style={style} role="status" aria-label="Loading">
      {Array.from({ length: rows * columns }, (_, i) => (
        <span
          key={i}
          style={{ height: side + caption, animationDelay: `${(Math.floor(i / columns) + (i % columns)) * 70}ms` }}
        >
          <i />
          {caption > 0 && (
            <>
              <b />
              <b />
            </>
          )}
        </span>
      ))}
    </div>
  );
}

function useBox(element: RefObject<HTMLElement | null>, sizes: (width: number) => Sizes) {
  const [{ width, top }, setBox] = useState({ width: 0, top: 0 });
  useLayoutEffect(() => {
    const measure = () => {
      const box = element.current!.getBoundingClientRect();
      const next = { width: box.width, top: box.top + window.scrollY };
      setBox((now) => (now.width === next.width && now.top === next.top ? now : next));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element.current!);
    return () => observer.disconnect();
  }, [element]);

  const { tile, ...gaps } = sizes(width);
  const columns = Math.max(2, Math.floor((width + gaps.columnGap) / (tile + gaps.columnGap)));
  const side = Math.max(0, (width - gaps.columnGap * (columns - 1)) / columns);
  return { ...gaps, columns, side: width > 0 ? side : 0, top };
}

function isInView(tile: HTMLElement): boolean {
  const { top, bottom } = tile.getBoundingClientRect();
  return bottom > BAR && top < window.innerHeight;
}
