// @vitest-environment happy-dom
import { PeopleGrid, PhotoGrid } from "@beetroot/client/grids";
import { usePersons } from "@beetroot/client/react";
import { act, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeApi, problem } from "./fakeApi.js";
import { images, mount, ownTheClock, pass, press } from "./page.js";

ownTheClock();

const MINUTE = 60_000;
const COLUMNS = 5;
const ROW = 120;
const GAP = 20;
const WINDOW = 600;

/** The layout that CSS would make: tiles of 100 by 120 pixels in five columns, in a window of 600 pixels. */
let scrollTop: number;
beforeEach(() => {
  scrollTop = 0;
  let frame = 0;
  vi.stubGlobal("requestAnimationFrame", (callback: FrameRequestCallback) => setTimeout(callback, 16, ++frame));
  vi.stubGlobal("cancelAnimationFrame", (timer: number) => clearTimeout(timer));
  vi.spyOn(performance, "now").mockImplementation(() => Date.now());
  window.innerHeight = WINDOW;
  const original = window.getComputedStyle.bind(window);
  vi.spyOn(window, "getComputedStyle").mockImplementation((element) => {
    const gridTemplateColumns = Array(COLUMNS).fill("100px").join(" ");
    const layout = { gridTemplateColumns, columnGap: `${GAP}px`, rowGap: `${GAP}px`, direction: "ltr" };
    const style = original(element);
    const asList = (target: CSSStyleDeclaration, property: string) =>
      property in layout ? layout[property as keyof typeof layout] : (Reflect.get(target, property) as unknown);
    return element.tagName === "UL"
      ? new Proxy(style, { get: asList as ProxyHandler<CSSStyleDeclaration>["get"] })
      : style;
  });
  vi.spyOn(Element.prototype, "getBoundingClientRect").mockImplementation(function (this: HTMLElement) {
    const index = Number(this.closest<HTMLElement>("[data-index]")?.dataset.index ?? 0);
    const top = Math.floor(index / COLUMNS) * (ROW + GAP) - scrollTop;
    const height = this.tagName === "UL" ? parseFloat(this.style.height) || 0 : ROW;
    return { top, bottom: top + height, height, left: 0, right: 100, width: 100, x: 0, y: top } as DOMRect;
  });
  vi.spyOn(Element.prototype, "scrollIntoView").mockImplementation(function (this: HTMLElement) {
    scroll(scrollTop + this.getBoundingClientRect().top);
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

function scroll(top: number) {
  scrollTop = top;
  act(() => void document.dispatchEvent(new Event("scroll")));
}

/** The places in the list of the tiles in the document. */
function places(): number[] {
  return [...document.querySelectorAll("li[aria-posinset]")].map((tile) => Number(tile.getAttribute("aria-posinset")));
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

function focused(): string | undefined {
  return document.activeElement?.closest("li")?.getAttribute("aria-posinset") ?? undefined;
}

const hrefOf = ({ personId }: { personId: string }) => `/p/${personId}`;

describe("a grid of people", () => {
  test("is a list of links with names, of which only those around the window are in the document", async () => {
    const api = new FakeApi(200);
    mount(api.client, <PeopleGrid hrefOf={hrefOf} />);
    expect(screen.getByRole("status", { name: "Loading…" })).toBeDefined();
    await pass(100);

    expect(screen.getByRole("list", { name: "People" })).toBeDefined();
    const first = screen.getByRole<HTMLAnchorElement>("link", { name: "person-0 1 photo" });
    expect(first.getAttribute("href")).toBe("/p/person-0");
    // Rows 0 to 4 are in the window, and three more are ready.
    expect(places()).toEqual(range(1, 40));
    expect(document.querySelector("li")!.getAttribute("aria-setsize")).toBe("-1");

    scroll(1_400);
    // From three rows above the tenth to three below the fourteenth.
    expect(places()).toEqual(range(36, 90));
  });

  test("requests the next page as its end comes near, once", async () => {
    const api = new FakeApi(250);
    mount(api.client, <PeopleGrid />);
    await pass(100);
    expect(api.takeAsked()).toEqual(["/persons"]);
    scroll(700);
    await pass(100);
    expect(api.takeAsked()).toEqual([]);

    scroll(1_900);
    scroll(1_920);
    await pass(100);
    expect(api.takeAsked()).toEqual(["/persons?cursor=person-99"]);
  });

  test("moves the focus by arrow keys, Home and End, and keeps it when its tile leaves the window", async () => {
    mount(new FakeApi(100).client, <PeopleGrid hrefOf={hrefOf} />);
    await pass(100);
    act(() => document.querySelector<HTMLElement>("li a")!.focus());
    const key = (name: string) => act(() => void fireEvent.keyDown(document.activeElement!, { key: name }));

    const moves: [string, string][] = [
      ["ArrowLeft", "1"],
      ["ArrowRight", "2"],
      ["ArrowDown", "7"],
      ["ArrowUp", "2"],
      ["End", "100"],
      ["ArrowLeft", "99"],
      ["Home", "1"],
    ];
    for (const [name, place] of moves) {
      key(name);
      expect(focused(), name).toBe(place);
    }
    scroll(2_000);
    expect(focused()).toBe("1");
    expect(places().slice(0, 2)).toEqual([1, 56]);
  });

  test("brings the tile into view that the reader comes back from, and gives it the focus", async () => {
    mount(new FakeApi(100).client, <PeopleGrid hrefOf={hrefOf} activeId="person-77" focusActive />);
    await pass(100);

    expect(scrollTop).toBe(15 * (ROW + GAP));
    expect(focused()).toBe("78");
  });

  test("lets a router handle a plain click, and the browser any other", async () => {
    const chosen: string[] = [];
    mount(
      new FakeApi(3).client,
      <PeopleGrid hrefOf={hrefOf} onSelect={({ personId }) => void chosen.push(personId)} />,
    );
    await pass(100);
    const link = screen.getByRole("link", { name: /person-1/ });

    expect(fireEvent.click(link)).toBe(false);
    expect(fireEvent.click(link, { ctrlKey: true })).toBe(true);
    expect(chosen).toEqual(["person-1"]);
  });

  test("has buttons if tiles lead nowhere but can be chosen, and the app's captions and names", async () => {
    mount(
      new FakeApi(2).client,
      <PeopleGrid onSelect={() => {}} nameOf={({ personId }) => `Ms ${personId}`} renderCaption={() => <b>Hello</b>} />,
    );
    await pass(100);

    expect(screen.getByRole("button", { name: "Ms person-0" }).textContent).toContain("Hello");
    expect(screen.queryByRole("link")).toBeNull();
  });

  test("names people whose id is blank, and shows what the app's own query holds", async () => {
    const api = new FakeApi(3);
    api.people[1] = "  ";
    function Filtered() {
      const query = usePersons();
      const persons = query.data?.persons.filter(({ personId }) => personId !== "person-0") ?? [];
      return <PeopleGrid query={{ ...query, data: query.data && { persons } }} hrefOf={hrefOf} />;
    }
    mount(api.client, <Filtered />);
    await pass(100);

    expect(screen.getAllByRole("link").map((link) => link.querySelector(".beetroot-name")!.textContent)).toEqual([
      "Unnamed",
      "person-2",
    ]);
    expect(api.takeAsked()).toHaveLength(1);
  });

  test("says if it is empty, and offers another try after an error, for its first page and the next", async () => {
    const api = new FakeApi(0);
    const page = mount(api.client, <PeopleGrid />);
    await pass(100);
    expect(document.body.textContent).toBe("There are no people yet.");

    api.fault = () => problem(404);
    page.show(<PeopleGrid limit={2} />);
    await pass(100);
    expect(screen.getByRole("alert").textContent).toContain("Fault 404 on purpose.");
    api.fault = undefined;
    api.people.push("a", "b", "c");
    press("Try again");
    api.takeAsked();
    await pass(60);
    api.fault = () => problem(404);
    await pass(100);
    expect(screen.getByRole("status").textContent).toContain("Fault 404 on purpose.");
    api.fault = undefined;
    press("Try again");
    await pass(100);
    expect(places()).toEqual([1, 2, 3]);
  });
});

describe("images in a grid", () => {
  test("are not loaded while they fly past, but at rest", async () => {
    const api = new FakeApi(100);
    mount(api.client, <PeopleGrid />);
    await pass(100);
    expect(Object.keys(images())).not.toEqual({});
    const urls = () => [...document.querySelectorAll("img")].map((image) => image.src);
    // How fast the first movement is nobody knows.
    scroll(100);
    const before = new Set(urls());
    for (let top = 200; top <= 1_500; top += 100) {
      await pass(16);
      scroll(top);
    }
    expect(urls().filter((url) => !before.has(url))).toEqual([]);
    // A slow machine may move it again only now.
    await pass(80);
    expect(urls().filter((url) => !before.has(url))).toEqual([]);

    await pass(200);
    expect(urls()).toHaveLength(places().length);
  });

  test("are loaded while the reader scrolls slowly", async () => {
    mount(new FakeApi(100).client, <PeopleGrid />);
    await pass(100);
    for (let top = 10; top <= 600; top += 10) {
      await pass(16);
      scroll(top);
    }

    expect(document.querySelectorAll("img")).toHaveLength(places().length);
  });

  test("that loaded before are there again at once", async () => {
    mount(new FakeApi(100).client, <PeopleGrid />);
    await pass(100);
    document.querySelectorAll("img").forEach((image) => fireEvent.load(image));
    scroll(2_000);
    await pass(MINUTE);

    await pass(16);
    scroll(0);
    expect(document.querySelectorAll("img")).toHaveLength(places().length);
  });
});

describe("a grid of photos", () => {
  test("shows each photo once, and keeps the space of those that are not loaded", async () => {
    const api = new FakeApi(200);
    api.people[3] = "person-2";
    mount(api.client, <PhotoGrid personId="anna" limit={50} expectedCount={1_000} hrefOf={({ photoId }) => photoId} />);
    await pass(100);
    await pass(100);

    const list = screen.getByRole("list", { name: "Photos of anna" });
    expect(parseFloat(list.style.height)).toBe(200 * (ROW + GAP) - GAP);
    expect(screen.getByRole("link", { name: "Photo person-2" }).getAttribute("href")).toBe("person-2");

    // There turn out to be fewer.
    scroll(20_000);
    expect(document.querySelectorAll(".beetroot-unloaded")).toHaveLength(12 * COLUMNS);
    // Three more pages, each of them asked for when the one before is shown.
    for (let page = 0; page < 3; page++) {
      await pass(1_000);
    }
    expect(document.querySelectorAll(".beetroot-unloaded")).toHaveLength(0);
    expect(parseFloat(list.style.height)).toBe(40 * (ROW + GAP) - GAP);
  });
});
