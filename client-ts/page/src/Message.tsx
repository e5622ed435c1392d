import { ApiError } from "@beetroot/client";
import type { ReactNode } from "react";
import { Beet } from "./Icon.js";

/** What stands in place of a list that is empty or missing. */
export function Message({ title, level = 2, children }: { title: string; level?: 1 | 2; children?: ReactNode }) {
  const Heading = `h${level}` as const;
  return (
    <section className="message">
      <Beet />
      <Heading>{title}</Heading>
      {children}
    </section>
  );
}

interface FailureProps {
  error: Error;
  onRetry: () => void;
  retrying: boolean;
}

/** In place of what cannot be had: what went wrong, and another try. */
export function Failure({ error, onRetry, retrying }: FailureProps) {
  const title =
    error instanceof ApiError && error.status < 500 ? "This cannot be shown" : "The gallery is out of reach";
  return (
    <section className="message failure" role="alert">
      <Beet />
      <h2>{title}</h2>
      <p>{error.message}</p>
      <Retry onRetry={onRetry} retrying={retrying} />
    </section>
  );
}

/** Over what is shown already: that it could not be renewed. */
export function Notice({ onRetry, retrying }: Omit<FailureProps, "error">) {
  return (
    <div className="notice" role="status">
      <span>The gallery is out of reach. What you see may be out of date.</span>
      <Retry onRetry={onRetry} retrying={retrying} />
    </div>
  );
}

export function Retry({ onRetry, retrying }: Omit<FailureProps, "error">) {
  // Not disabled meanwhile: the focus would be lost.
  return (
    <button type="button" className="button" aria-disabled={retrying} onClick={() => retrying || onRetry()}>
      {retrying ? "Trying…" : "Try again"}
    </button>
  );
}
