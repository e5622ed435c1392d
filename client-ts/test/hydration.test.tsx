// @vitest-environment happy-dom
import { BeetrootProvider, SignedImage, usePersons } from "@beetroot/client/react";
import { PeopleGrid } from "@beetroot/client/grids";
import { personsQuery } from "@beetroot/client/queries";
import {
  dehydrate,
  HydrationBoundary,
  QueryClient,
  QueryClientProvider,
  type DehydratedState,
} from "@tanstack/react-query";
import { act } from "@testing-library/react";
import type { ReactNode } from "react";
import { version } from "react";
import { hydrateRoot, type Root } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeApi } from "./fakeApi.js";
import { images, ownTheClock, pass, sleep } from "./page.js";

ownTheClock();

const MINUTE = 60_000;
let root: Root | undefined;
let errors: unknown[];
beforeEach(() => {
  errors = [];
  vi.spyOn(console, "error").mockImplementation((...error) => {
    errors.push(error);
  });
});
afterEach(() => {
  act(() => root?.unmount());
  vi.restoreAllMocks();
});

function People() {
  const { data } = usePersons();
  return data?.persons.map(({ personId, repThumbURL }) => (
    <SignedImage key={personId} src={repThumbURL} alt={personId} placeholder={`No ${personId}`} />
  ));
}

/** Renders on the server what the API says at that moment. Returns the function that hydrates it, as the browser would later. */
async function onServer(api: FakeApi, content: ReactNode): Promise<() => void> {
  const queries = new QueryClient();
  const prefetched = queries.prefetchInfiniteQuery(personsQuery(api.client));
  await pass(100);
  await prefetched;
  const state = JSON.parse(JSON.stringify(dehydrate(queries))) as DehydratedState;
  const page = (client: QueryClient) => (
    <QueryClientProvider client={client}>
      <BeetrootProvider client={api.client}>
        <HydrationBoundary state={state}>{content}</HydrationBoundary>
      </BeetrootProvider>
    </QueryClientProvider>
  );
  document.body.innerHTML = `<div>${renderToString(page(new QueryClient()))}</div>`;
  document.querySelectorAll("img").forEach((image) => loadedTo(image, false));
  api.takeAsked();
  // A server has no window: here React 18 warns of layout effects.
  errors = [];
  return () =>
    act(
      () =>
        (root = hydrateRoot(document.body.firstElementChild!, page(new QueryClient()), {
          onRecoverableError: (error) => errors.push(error),
        })),
    );
}

/** The browser has loaded an image, or failed to, before React came. */
function already(alt: string, naturalWidth: number) {
  loadedTo(document.querySelector<HTMLImageElement>(`img[alt="${alt}"]`)!, true, naturalWidth);
}

function loadedTo(image: HTMLImageElement, complete: boolean, naturalWidth = 0) {
  Object.defineProperty(image, "complete", { value: complete, configurable: true });
  Object.defineProperty(image, "naturalWidth", { value: naturalWidth, configurable: true });
}

function states(): (string | undefined)[] {
  return [...document.querySelectorAll<HTMLElement>("[data-state]")].map((frame) => frame.dataset.state);
}

describe(`HTML from a server, with React ${version}`, () => {
  test("shows an image that loaded before hydration, without another request", async () => {
    const api = new FakeApi(2);
    const hydrate = await onServer(api, <People />);
    expect(Object.keys(images())).toEqual(["person-0", "person-1"]);
    already("person-0", 100);

    hydrate();
    await pass(100);

    expect(states()).toEqual(["shown", "loading"]);
    expect(api.takeAsked()).toEqual([]);
    expect(errors).toEqual([]);
  });

  test("renews an image that failed before hydration, and shows its placeholder if it fails again", async () => {
    const api = new FakeApi(2);
    const hydrate = await onServer(api, <People />);
    already("person-0", 0);
    const broken = document.querySelector("img");

    hydrate();
    await pass(100);

    expect(api.takeAsked()).toEqual(["/persons"]);
    expect(document.querySelector("img")).not.toBe(broken);
    expect(states()).toEqual(["loading", "loading"]);
    act(() => void document.querySelector("img")!.dispatchEvent(new Event("error")));
    await pass(100);
    expect(states()).toEqual(["placeholder", "loading"]);
    expect(document.body.textContent).toBe("No person-0");
    expect(errors).toEqual([]);
  });

  test("hydrates after its URLs have ended, and renews them", async () => {
    const api = new FakeApi(2);
    const hydrate = await onServer(api, <People />);
    sleep(61 * MINUTE);

    hydrate();
    expect(errors).toEqual([]);
    await pass(100);

    expect(errors).toEqual([]);
    expect(api.takeAsked()).toEqual(["/persons"]);
    expect(images()).toEqual({ "person-0": api.url("person-0"), "person-1": api.url("person-1") });
  });

  test("holds the first tiles of a grid", async () => {
    const api = new FakeApi(40);
    const hydrate = await onServer(api, <PeopleGrid hrefOf={({ personId }) => `/p/${personId}`} />);
    expect(document.querySelectorAll("li a")).toHaveLength(30);

    hydrate();
    await pass(100);

    expect(errors).toEqual([]);
    expect(api.takeAsked()).toEqual([]);
  });
});
