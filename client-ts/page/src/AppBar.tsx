import { useEffect, useRef, useState, type MouseEvent } from "react";
import { Icon, Logo } from "./Icon.js";
import { onLink } from "./routes.js";

interface AppBarProps {
  /** What the page shows; the bar says it too once the heading has left the view. */
  title?: string;
  /** What the skip link leads to. */
  content?: string;
  /** Whether the bar leads up to all people. */
  up?: boolean;
}

/** The bar at the top of each page. */
export function AppBar({ title, content = "content", up = false }: AppBarProps) {
  const top = useRef<HTMLSpanElement>(null);
  const [isScrolled, setIsScrolled] = useState(false);
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => setIsScrolled(!entry!.isIntersecting));
    observer.observe(top.current!);
    return () => observer.disconnect();
  }, []);
  const skip = (event: MouseEvent) => {
    event.preventDefault();
    const main = document.querySelector("main")!;
    (main.querySelector<HTMLElement>('.grid [tabindex="0"], .grid a') ?? main).focus();
  };

  return (
    <>
      <a className="skip-link" href="#content" onClick={skip}>
        Skip to the {content}
      </a>
      <span ref={top} className="page-top" />
      <header className="bar" data-scrolled={isScrolled || undefined}>
        {up ? (
          <a className="up" href="/" onClick={onLink}>
            <Icon path="M15 5l-7 7 7 7" />
            People
          </a>
        ) : (
          <a className="wordmark" href="/" onClick={onLink}>
            <Logo />
            Beetroot
          </a>
        )}
        {title !== undefined && (
          <span className="title name" aria-hidden="true">
            {title}
          </span>
        )}
      </header>
    </>
  );
}
