// @vitest-environment happy-dom
import { ApiError, createClient } from "@beetroot/client";
import { BeetrootProvider, usePerson, usePersonPhotos, usePersons } from "@beetroot/client/react";
import { onlineManager, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, configure, fireEvent, render, renderHook, screen, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, describe, expect, inject, test, vi } from "vitest";
import { FakeApi, problem } from "./fakeApi.js";
import {
  Grid,
  hide,
  images,
  mount,
  ownTheClock,
  pass,
  press,
  pressUntilGone,
  sleep,
  START,
  unhide,
  wake,
} from "./page.js";

const MINUTE = 60_000;

describe("on the running gallery", () => {
  afterEach(cleanup);
  configure({ asyncUtilTimeout: 15_000 });

  function inGallery<Result>(hook: () => Result) {
    const client = createClient({ baseUrl: inject("gallery") });
    return renderHook(hook, {
      wrapper: ({ children }: { children: ReactNode }) => (
        <QueryClientProvider client={new QueryClient()}>
          <BeetrootProvider client={client}>{children}</BeetrootProvider>
        </QueryClientProvider>
      ),
    }).result;
  }

  test("photos come page by page, with URLs that load", async () => {
    const photos = inGallery(() => usePersonPhotos("anna", { limit: 150 }));

    for (const count of [150, 300, 421]) {
      await waitFor(() => expect(photos.current.data?.photos).toHaveLength(count));
      await photos.current.fetchNextPage();
    }
    await waitFor(() => expect(photos.current.hasNextPage).toBe(false));
    expect(new Set(photos.current.data!.photos.map((photo) => photo.photoId)).size).toBe(421);
    const image = await fetch(photos.current.data!.photos[0]!.photoURL!);
    expect(image.headers.get("Content-Type")).toBe("image/jpeg");
  });

  test("there is a person, and nobody", async () => {
    const people = inGallery(() => [usePerson("zoë"), usePerson("nobody")] as const);

    await waitFor(() => expect(people.current[0].data?.repThumbKey).toBe("faces-thumbs/zoë.jpg"));
    await waitFor(() => expect(people.current[1].error).toBeInstanceOf(ApiError));
    expect((people.current[1].error as ApiError).problem).toMatchObject({
      status: 404,
      error: "not found",
      path: "/persons/nobody",
    });
  });
});

describe("URLs that end", () => {
  ownTheClock();

  test("are renewed once, shortly before", async () => {
    const api = new FakeApi(3);
    mount(api.client, <Grid />);
    await pass(100);
    expect(images()).toHaveProperty("person-0", `http://s3.test/person-0.jpg?signed=${START}`);

    await pass(57 * MINUTE);
    expect(api.takeAsked()).toEqual(["/persons"]);

    await pass(2.5 * MINUTE);
    expect(api.takeAsked()).toEqual(["/persons"]);
    expect(images()).toEqual(Object.fromEntries(api.people.map((person) => [person, api.url(person)])));
    expect(images()["person-0"]).not.toContain(String(START));
  });

  test("come anew when the page's own code says that the answers are outdated", async () => {
    const api = new FakeApi(3);
    const { queries } = mount(api.client, <Grid />);
    await pass(100);
    api.people.push("newcomer");

    void queries.invalidateQueries({ queryKey: ["beetroot"] });
    await pass(100);

    expect(api.takeAsked()).toEqual(["/persons", "/persons"]);
    expect(screen.getByRole("grid").dataset.people).toBe("4");
  });

  test("are left alone while nobody looks, and renewed as soon as somebody does", async () => {
    const api = new FakeApi(3);
    mount(api.client, <Grid />);
    await pass(100);
    hide();
    await pass(180 * MINUTE);
    expect(api.takeAsked()).toHaveLength(1);

    unhide();
    await pass(100);
    expect(api.takeAsked()).toHaveLength(1);
    expect(images()).toHaveProperty("person-0", api.url("person-0"));
  });

  test("are renewed at once when the machine wakes, however many events tell of it", async () => {
    const api = new FakeApi(3);
    mount(api.client, <Grid />);
    await pass(100);
    api.takeAsked();

    sleep(480 * MINUTE);
    wake();
    wake();
    await pass(100);

    expect(api.takeAsked()).toHaveLength(1);
    expect(images()).toHaveProperty("person-0", api.url("person-0"));
  });

  test("are renewed within a second when no event tells of the waking", async () => {
    const api = new FakeApi(3);
    mount(api.client, <Grid />);
    await pass(100);
    api.takeAsked();

    sleep(480 * MINUTE);
    await pass(1_100);

    expect(api.takeAsked()).toHaveLength(1);
  });

  test("are renewed once for the whole page", async () => {
    const api = new FakeApi(3);
    mount(
      api.client,
      <>
        <Grid />
        <Grid />
        <BeetrootProvider client={api.client}>
          <Grid />
        </BeetrootProvider>
      </>,
    );
    await pass(100);
    expect(api.takeAsked()).toHaveLength(1);

    sleep(59 * MINUTE);
    wake();
    await pass(MINUTE);

    expect(api.takeAsked()).toHaveLength(1);
  });

  test("are asked for calmly while the API is down, and shown when it is back", async () => {
    const api = new FakeApi(3);
    mount(api.client, <Grid />);
    await pass(100);
    api.takeAsked();
    api.fault = () => problem(503);

    await pass(70 * MINUTE);
    const asked = api.takeAsked().length;
    // Four tries in seven seconds, then half a minute's rest, for the ten minutes after the end and two before.
    expect(asked).toBeGreaterThan(4);
    expect(asked).toBeLessThanOrEqual(4 * Math.ceil((12 * 60) / 37));
    expect(screen.getByRole("grid").dataset.people).toBe("3");

    api.fault = undefined;
    await pass(MINUTE);
    expect(images()).toHaveProperty("person-0", api.url("person-0"));
  });

  test.each([90 * MINUTE, 45 * MINUTE, -120 * MINUTE])(
    "are asked for calmly where this machine's clock is wrong by %d ms",
    async (ahead) => {
      // Just before the end of a window, where URLs seem to end in a moment if they have not already.
      sleep(14.9 * MINUTE);
      const api = new FakeApi(3);
      api.clockIsAhead = ahead;
      mount(api.client, <Grid />);
      await pass(100);
      expect(Object.keys(images())).toEqual(api.people);

      await pass(10 * MINUTE);
      expect(api.takeAsked().length).toBeLessThanOrEqual(15);
      expect(Object.keys(images())).toEqual(api.people);
    },
  );

  test("end for a person and their photos alike", async () => {
    const api = new FakeApi(3);
    function Both() {
      const person = usePerson("person-1");
      const photos = usePersonPhotos("person-1");
      return (
        <p>{[person.data?.repThumbURL, ...(photos.data?.photos ?? []).map((photo) => photo.photoURL)].join(" ")}</p>
      );
    }
    mount(api.client, <Both />);
    await pass(100);
    expect(api.takeAsked()).toEqual(["/persons/person-1", "/persons/person-1/photos"]);

    sleep(60 * MINUTE);
    wake();
    await pass(100);

    expect(api.takeAsked()).toEqual(["/persons/person-1", "/persons/person-1/photos"]);
    expect(document.querySelector("p")!.textContent).toBe(
      ["person-1", ...api.people].map((each) => api.url(each)).join(" "),
    );
  });
});

describe("a long list", () => {
  ownTheClock();

  /** 5,000 people on 50 pages, of which those of the third and fourth page are in the document, or none. */
  async function longList({ drawn = true } = {}) {
    const api = new FakeApi(5_000);
    // Two providers, as on a page of several parts.
    const nested = (grid: ReactNode) => <BeetrootProvider client={api.client}>{grid}</BeetrootProvider>;
    const page = mount(api.client, nested(<Grid count={0} />));
    await pass(100);
    await pressUntilGone("More");
    expect(api.takeAsked()).toHaveLength(50);
    if (drawn) {
      page.show(nested(<Grid first={280} count={60} />));
    }
    return { api, show: (grid: ReactNode) => page.show(nested(grid)) };
  }

  test("renews the pages that are on the screen, and others when they are scrolled to", async () => {
    const { api, show } = await longList();

    sleep(60 * MINUTE);
    wake();
    await pass(1_000);
    expect(api.takeAsked()).toEqual(["/persons?cursor=person-199", "/persons?cursor=person-299"]);
    expect(Object.values(images())).toEqual(api.people.slice(280, 340).map((person) => api.url(person)));
    await pass(5 * MINUTE);
    expect(api.takeAsked()).toEqual([]);

    show(<Grid first={4_050} count={20} />);
    expect(images()).toEqual({});
    await pass(100);
    expect(api.takeAsked()).toEqual(["/persons?cursor=person-3999"]);
    expect(Object.values(images())).toEqual(api.people.slice(4_050, 4_070).map((person) => api.url(person)));
  });

  test("is renewed whole where the page draws its images without us", async () => {
    const { api } = await longList({ drawn: false });

    sleep(60 * MINUTE);
    wake();
    await pass(10_000);

    expect(api.takeAsked()).toHaveLength(50);
  });

  test("is not renewed whole while React puts the new URLs on the page, or the grid is away for a moment", async () => {
    const { api, show } = await longList();
    show(<Grid count={0} />);

    sleep(60 * MINUTE);
    wake();
    await pass(1_000);
    expect(api.takeAsked()).toEqual([]);

    show(<Grid first={280} count={60} />);
    await pass(1_000);
    expect(api.takeAsked()).toHaveLength(2);
  });

  test("is read on from where it has changed, and names nobody twice", async () => {
    const { api } = await longList();
    // From the first page, which is not on the screen, to the fourth, which is.
    api.people.splice(320, 0, ...api.people.splice(5, 1));

    sleep(60 * MINUTE);
    wake();
    await pass(10_000);

    const asked = api.takeAsked();
    expect(asked.slice(0, 3)).toEqual([
      "/persons?cursor=person-199",
      "/persons?cursor=person-299",
      "/persons?cursor=person-398",
    ]);
    expect(asked).toHaveLength(48);
    await pressUntilGone("More");
    expect(screen.getByRole("grid").dataset.people).toBe("5000");
  });

  test("is asked for whole on demand, whatever fails meanwhile", async () => {
    const { api } = await longList();

    press("Refresh");
    await pass(120);
    fireEvent.error(screen.getByAltText("person-300"));
    await pass(10_000);

    expect(api.takeAsked()).toHaveLength(50);
  });

  test("stays economical when the renewal had to wait for the network", async () => {
    const { api } = await longList();
    onlineManager.setOnline(false);
    sleep(60 * MINUTE);
    await pass(10 * MINUTE);
    expect(api.takeAsked()).toEqual([]);

    onlineManager.setOnline(true);
    await pass(1_000);

    expect(api.takeAsked()).toHaveLength(2);
    press("Refresh");
    await pass(10_000);
    expect(api.takeAsked()).toHaveLength(50);
  });
});

describe("what cannot be had", () => {
  ownTheClock();

  test("is told at once where asking again would not help", async () => {
    const api = new FakeApi(3);
    api.fault = () => problem(404);
    mount(api.client, <Grid />);
    await pass(100);

    expect(screen.getByRole("grid").getAttribute("aria-label")).toBe("Fault 404 on purpose.");
    await pass(MINUTE);
    expect(api.takeAsked()).toHaveLength(1);
  });

  test("is tried again, not before the API asks for it, and comes back when the reader does", async () => {
    const api = new FakeApi(3);
    api.fault = () => problem(503, { "Retry-After": "20" });
    mount(api.client, <Grid />);
    await pass(19_000);
    expect(api.takeAsked()).toHaveLength(1);
    await pass(45_000);
    expect(api.takeAsked()).toHaveLength(3);
    expect(screen.getByRole("grid").getAttribute("aria-label")).toBe("Fault 503 on purpose.");

    api.fault = undefined;
    hide();
    unhide();
    await pass(100);
    expect(Object.keys(images())).toEqual(api.people);
  });

  test("is not waited for when the reader has left", async () => {
    const api = new FakeApi(3);
    const page = mount(api.client, <Grid />);
    page.show(null);
    await pass(100);

    expect(api.signals.map((signal) => signal.aborted)).toEqual([true]);
  });

  test("a hook outside the provider says what is missing", () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    function Alone() {
      usePersons();
      return null;
    }
    expect(() => render(<Alone />)).toThrow("inside a <BeetrootProvider>");
  });
});
