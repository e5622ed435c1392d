import { Beet, Icon } from "./Icon.js";
import { onLink } from "./routes.js";

/** The bar at the top: where one is, once the heading has left the view, and the way to all people. */
export function Bar({ title, up = false }: { title?: string; up?: boolean }) {
  return (
    <header className="bar">
      {up ? (
        <a className="up" href="/" onClick={onLink}>
          <Icon path="M15 5l-7 7 7 7" />
          People
        </a>
      ) : (
        <a className="wordmark" href="/" onClick={onLink}>
          <Beet />
          Beetroot
        </a>
      )}
      {title !== undefined && (
        <span className="title name" aria-hidden="true">
          {title}
        </span>
      )}
    </header>
  );
}
