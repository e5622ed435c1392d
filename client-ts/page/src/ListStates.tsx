import { ApiError } from "@beetroot/client";
import type { GridError } from "@beetroot/client/grids";
import type { ReactNode } from "react";
import { Logo } from "./Icon.js";

/** In place of a list that is empty or missing. */
export function EmptyState({ title, level = 2, children }: { title: string; level?: 1 | 2; children?: ReactNode }) {
  const Heading = `h${level}` as const;
  return (
    <section className="message">
      <Logo />
      <Heading>{title}</Heading>
      {children}
    </section>
  );
}

/** In place of a list that waits for the network. */
export function OfflineState() {
  return (
    <section className="message failure" role="status">
      <Logo />
      <h2>You are offline</h2>
      <p>This page loads by itself when the connection is back.</p>
    </section>
  );
}

interface RetryProps {
  onRetry: () => void;
  retrying: boolean;
}

/** In place of a list that cannot be loaded: what went wrong, and another try. */
export function ErrorState({ error, onRetry, retrying }: RetryProps & { error: Error }) {
  const title =
    error instanceof ApiError && error.status < 500 ? "This cannot be shown" : "The gallery is out of reach";
  return (
    <section className="message failure" role="alert">
      <Logo />
      <h2>{title}</h2>
      <p>{error.message}</p>
      <RetryButton onRetry={onRetry} retrying={retrying} />
    </section>
  );
}

/** Shows the error of a list: in its place, or below it if some of it is loaded. */
export function renderListError(isLoaded: boolean) {
  return ({ error, retry, isRetrying }: GridError) =>
    isLoaded ? (
      <div className="next-page-error">
        <span>{error.message}</span>
        <RetryButton onRetry={retry} retrying={isRetrying} />
      </div>
    ) : (
      <ErrorState error={error} onRetry={retry} retrying={isRetrying} />
    );
}

/** Over a list that could not be renewed, or waits for the network. */
export function Notice({ online, onRetry, retrying }: RetryProps & { online: boolean }) {
  return (
    <div className="notice" role="status">
      {online ? (
        <>
          <span>The gallery is out of reach. What you see may be out of date.</span>
          <RetryButton onRetry={onRetry} retrying={retrying} />
        </>
      ) : (
        <span>You are offline. What is not loaded yet follows when the connection is back.</span>
      )}
    </div>
  );
}

export function RetryButton({ onRetry, retrying }: RetryProps) {
  // Not disabled meanwhile: the focus would be lost.
  return (
    <button type="button" className="button" aria-disabled={retrying} onClick={() => retrying || onRetry()}>
      {retrying ? "Trying…" : "Try again"}
    </button>
  );
}
