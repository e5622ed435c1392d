// @vitest-environment happy-dom
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import { readFileSync } from "node:fs";
import { afterEach, expect, inject, test, vi } from "vitest";
import { page } from "../examples/readme.js";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test("the README shows the example", () => {
  const readme = readFileSync(new URL("../README.md", `file://${import.meta.dirname}/`), "utf8");
  const example = readFileSync(new URL("../examples/readme.tsx", `file://${import.meta.dirname}/`), "utf8");

  expect(readme.match(/```tsx\n(.*?)```/s)?.[1]).toBe(example);
});

test("the example shows the faces of the gallery, several in a row, each a link with a name", async () => {
  const real = fetch;
  const asked: string[] = [];
  vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
    asked.push(url);
    return real(url.replace("https://api.example.org", inject("gallery")), init);
  });
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
