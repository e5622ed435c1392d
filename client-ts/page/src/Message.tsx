import { ApiError } from "@beetroot/client";
import type { ReactNode } from "react";

/** What stands in place of a list that is empty, missing, or cannot be had. */
export function Message({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <section className="message">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** What went wrong, and another try. */
export function Failure({ error, onRetry, retrying }: { error: Error; onRetry: () => void; retrying: boolean }) {
  const title = error instanceof ApiError && error.status < 500 ? "This cannot be shown" : "The gallery is out of reach";
  return (
    <section className="message" role="alert">
      <h2>{title}</h2>
      <p>{error.message}</p>
      <button type="button" className="button" onClick={onRetry} disabled={retrying}>
        {retrying ? "Trying…" : "Try again"}
      </button>
    </section>
  );
}
