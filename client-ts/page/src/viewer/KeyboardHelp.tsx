import { useEffect, useRef } from "react";

const VIEWER_KEYS = [
  ["←  →", "Previous and next photo"],
  ["Home  End", "First and last loaded photo"],
  ["+  −  0", "Zoom in, out, and back"],
  ["← ↑ → ↓", "Move a zoomed photo"],
  ["Space", "Start or stop the slideshow"],
  ["F", "Full screen"],
  ["I", "Information about the photo"],
  ["D", "Download the photo"],
  ["C", "Copy the link to this page"],
  ["Esc", "Close"],
] as const;

const GRID_KEYS = [
  ["← ↑ → ↓", "Move from tile to tile"],
  ["Home  End", "First and last loaded tile"],
  ["Enter", "Open"],
  ["/", "Search for a person"],
  ["Esc", "Clear the search"],
] as const;

/** The keys of the page, as a dialog over it. */
export function KeyboardHelp({ of, onClose }: { of: "viewer" | "grid"; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current!.showModal(), []);
  return (
    <dialog
      ref={dialog}
      className="keyboard-help"
      aria-label="Keys"
      onClose={onClose}
      // Neither closes the viewer below, nor uses its keys.
      onCancel={(event) => event.stopPropagation()}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "?") {
          dialog.current!.close();
        }
      }}
      onClick={(event) => {
        event.stopPropagation();
        if (event.target === dialog.current) {
          dialog.current.close();
        }
      }}
    >
      <div>
        <h2>Keys</h2>
        <dl>
          {(of === "viewer" ? VIEWER_KEYS : GRID_KEYS).map(([keys, meaning]) => (
            <div key={keys + meaning}>
              <dt>
                {keys.split(/\s+/).map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
        <form method="dialog">
          <button className="button">Close</button>
        </form>
      </div>
    </dialog>
  );
}
