import type { Client } from "@beetroot/client";
import { BeetrootProvider, SignedImage, usePersons } from "@beetroot/client/react";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, render } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeEach, vi } from "vitest";

/** The tests own the clock; each starts at the start of a signing window. */
export const START = Date.UTC(2026, 10, 24, 12);

export function ownTheClock() {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"], now: START });
    unhide();
  });
  afterEach(() => {
    cleanup();
    vi.useRealTimers();
  });
}

/** Lets time go by, and with it all that happens meanwhile. */
export async function pass(ms: number) {
  await act(() => vi.advanceTimersByTimeAsync(ms));
}

/** Time goes by, but no timer runs: the machine sleeps. */
export function sleep(ms: number) {
  vi.setSystemTime(Date.now() + ms);
}

export function hide() {
  visibility("hidden");
}

export function unhide() {
  visibility("visible");
}

function visibility(state: DocumentVisibilityState) {
  Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
  act(() => void document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));
}

/** All that may happen when a laptop is opened. */
export function wake() {
  act(() => {
    for (const event of ["focus", "pageshow", "online"]) {
      window.dispatchEvent(new Event(event));
    }
    for (const event of ["resume", "visibilitychange"]) {
      document.dispatchEvent(new Event(event, { bubbles: true }));
    }
  });
}

export function mount(client: Client, children: ReactNode) {
  const queries = new QueryClient();
  const page = (content: ReactNode) => (
    <QueryClientProvider client={queries}>
      <BeetrootProvider client={client}>{content}</BeetrootProvider>
    </QueryClientProvider>
  );
  const view = render(page(children));
  return { queries, show: (content: ReactNode) => view.rerender(page(content)), unmount: view.unmount };
}

/** A grid of people of which only those from `first` on are in the document, as a virtualised one is. */
export function Grid({ limit, first = 0, count = Infinity }: { limit?: number; first?: number; count?: number }) {
  const { data, error, hasNextPage, fetchNextPage, refetch } = usePersons({ limit });
  return (
    <div role="grid" aria-label={error?.message} data-people={data?.persons.length}>
      {data?.persons.slice(first, first + count).map(({ personId, repThumbURL }) => (
        <SignedImage key={personId} src={repThumbURL} alt={personId} />
      ))}
      {hasNextPage && <button onClick={() => void fetchNextPage()}>More</button>}
      <button onClick={() => void refetch()}>Refresh</button>
    </div>
  );
}

/** The images in the document, as name and URL. */
export function images(): Record<string, string> {
  return Object.fromEntries([...document.querySelectorAll("img")].map((image) => [image.alt, image.src]));
}

export function press(button: string) {
  act(() => [...document.querySelectorAll("button")].find((one) => one.textContent === button)!.click());
}

/** Loads the whole list. */
export async function pressUntilGone(button: string) {
  while ([...document.querySelectorAll("button")].some((one) => one.textContent === button)) {
    press(button);
    await pass(100);
  }
}
