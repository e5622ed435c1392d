import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from "react";

interface VirtualGridProps<Row> {
  label: string;
  className: string;
  items: Row[];
  keyOf: (item: Row, index: number) => string;
  render: (item: Row) => ReactNode;
  /** The least width of a tile, and the space between tiles, in CSS pixels. */
  tile: number;
  gap: number;
  /** What stands below the square of a tile, in CSS pixels. */
  caption: number;
  /** How many there are in all, where that is known. */
  total?: number;
  hasMore: boolean;
  /** Called as the end comes near. */
  onEnd: () => void;
}

/** How many rows ahead of the reader the next page is asked for. */
const ROWS_AHEAD = 4;
const OVERSCAN = 3;

/** A grid of square tiles as wide as the window, of which only those in and around the view are in the document. */
export function VirtualGrid<Row>(props: VirtualGridProps<Row>) {
  const { label, className, items, keyOf, render, tile, gap, caption, total, hasMore, onEnd } = props;
  const list = useRef<HTMLUListElement>(null);
  const [{ width, top }, setBox] = useState({ width: 0, top: 0 });

  useLayoutEffect(() => {
    const measure = () => {
      const box = list.current!.getBoundingClientRect();
      setBox({ width: box.width, top: box.top + window.scrollY });
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(list.current!);
    return () => observer.disconnect();
  }, []);

  const columns = Math.max(2, Math.floor((width + gap) / (tile + gap)));
  const side = Math.max(0, (width - gap * (columns - 1)) / columns);
  const rows = Math.ceil(items.length / columns);
  const virtual = useWindowVirtualizer({
    count: rows,
    estimateSize: () => side + caption,
    gap,
    overscan: OVERSCAN,
    scrollMargin: top,
  });
  useLayoutEffect(() => virtual.measure(), [virtual, side, caption]);

  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  const nearEnd = hasMore && width > 0 && last >= rows - 1 - ROWS_AHEAD;
  useEffect(() => {
    if (nearEnd) {
      onEnd();
    }
  }, [nearEnd, onEnd]);

  return (
    <ul ref={list} aria-label={label} className={`grid ${className}`} style={{ height: virtual.getTotalSize() }}>
      {width > 0 &&
        shown.flatMap((row) =>
          items.slice(row.index * columns, (row.index + 1) * columns).map((item, column) => {
            const index = row.index * columns + column;
            return (
              <li
                key={keyOf(item, index)}
                aria-posinset={index + 1}
                aria-setsize={total ?? (hasMore ? -1 : items.length)}
                style={{ width: side, transform: `translate(${column * (side + gap)}px, ${row.start - top}px)` }}
              >
                {render(item)}
              </li>
            );
          }),
        )}
    </ul>
  );
}

/** Grey tiles in place of those that load. */
export function Skeleton({ className, tile, count }: { className: string; tile: number; count: number }) {
  return (
    <div className={`skeleton ${className}`} style={{ gridTemplateColumns: `repeat(auto-fill, minmax(${tile}px, 1fr))` }} aria-hidden="true">
      {Array.from({ length: count }, (_, i) => (
        <span key={i} />
      ))}
    </div>
  );
}
