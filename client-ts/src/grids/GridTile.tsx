import type { MouseEvent, ReactNode } from "react";

interface GridTileProps {
  href: string | undefined;
  /** The accessible name, if the content does not say it. */
  label?: string;
  onSelect: ((event: MouseEvent<HTMLElement>) => void) | undefined;
  children: ReactNode;
}

/** The content of a tile: a link, a button, or neither, as the app asks. */
export function GridTile({ href, label, onSelect, children }: GridTileProps) {
  if (href !== undefined) {
    const onClick = (event: MouseEvent<HTMLElement>) => {
      if (onSelect !== undefined && !opensElsewhere(event)) {
        event.preventDefault();
        onSelect(event);
      }
    };
    return (
      <a className="beetroot-link" href={href} aria-label={label} onClick={onClick}>
        {children}
      </a>
    );
  }
  if (onSelect !== undefined) {
    return (
      <button type="button" className="beetroot-link" aria-label={label} onClick={onSelect}>
        {children}
      </button>
    );
  }
  return <div className="beetroot-link">{children}</div>;
}

/** Whether the reader opens a link in another tab or window. */
function opensElsewhere(event: MouseEvent): boolean {
  return event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
}
