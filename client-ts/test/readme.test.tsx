// @vitest-environment happy-dom
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import { readFileSync } from "node:fs";
import { afterEach, expect, inject, test, vi } from "vitest";
import { act } from "react";
import { hydrateRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { loadPerson, PersonPage } from "../examples/person.js";
import { page } from "../examples/readme.js";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test("the README shows the examples", () => {
  const folder = `file://${import.meta.dirname}/`;
  const readme = readFileSync(new URL("../README.md", folder), "utf8");
  const examples = ["readme.tsx", "person.tsx"].map((name) =>
    readFileSync(new URL(`../examples/${name}`, folder), "utf8"),
  );

  expect([...readme.matchAll(/```tsx\n(.*?)```/gs)].map(([, code]) => code)).toEqual(examples);
});

test("the example shows the faces of the gallery, several in a row, each a link with a name", async () => {
  const asked = requestsToGallery();
  render(page);

  await waitFor(() => expect(screen.getByRole("list", { name: "People" })).toBeDefined(), { timeout: 15_000 });
  expect(asked).toEqual(["https://api.example.org/persons"]);
  const links = screen.getAllByRole<HTMLAnchorElement>("link");
  expect(links).toHaveLength(30);
  expect(links[0]!.getAttribute("href")).toBe("/people/anna");
  expect(screen.getByRole("link", { name: "anna 421 photos" })).toBe(links[0]);
  expect(links[0]!.querySelector("img")!.src).toContain("X-Amz-Signature");
  expect(screen.getByRole("list").style.gridTemplateColumns).toContain("repeat(auto-fill");
});

test("the person's page is rendered with its photos, and hydrated without another request or an error", async () => {
  const asked = requestsToGallery();
  const props = JSON.parse(JSON.stringify(await loadPerson("anna"))) as Awaited<ReturnType<typeof loadPerson>>;
  const root = document.createElement("div");
  root.innerHTML = renderToString(<PersonPage {...props} />);
  document.body.append(root);
  expect(root.querySelectorAll("img").length).toBeGreaterThan(20);
  expect(root.querySelector("img")!.src).toContain("X-Amz-Signature");

  const failures: unknown[] = [];
  const hydrated = await act(async () =>
    hydrateRoot(root, <PersonPage {...props} />, { onRecoverableError: (failure) => failures.push(failure) }),
  );
  expect(failures).toEqual([]);
  expect(screen.getByRole("list", { name: "Photos of anna" })).toBeDefined();
  expect(asked).toEqual(["https://api.example.org/persons/anna/photos"]);
  act(() => hydrated.unmount());
  root.remove();
});

/** Sends what the examples request to the gallery. Returns the requested URLs. */
function requestsToGallery(): string[] {
  const real = fetch;
  const asked: string[] = [];
  vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
    asked.push(url);
    return real(url.replace("https://api.example.org", inject("gallery")), init);
  });
  return asked;
}
