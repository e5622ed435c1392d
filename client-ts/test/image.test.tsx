// @vitest-environment happy-dom
import { BeetrootProvider, SignedImage, usePerson, usePersonPhotos } from "@beetroot/client/react";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { FakeApi, problem } from "./fakeApi.js";
import { Grid, images, mount, ownTheClock, pass, sleep, START, wake } from "./page.js";

ownTheClock();

const MINUTE = 60_000;
const api = new FakeApi(0);

/** What the browser tells of its images. */
function tell(event: "load" | "error", names?: string[]) {
  for (const image of document.querySelectorAll("img")) {
    if (names === undefined || names.includes(image.alt)) {
      fireEvent[event](image);
    }
  }
}

function states(): (string | undefined)[] {
  return [...document.querySelectorAll<HTMLElement>("[data-state]")].map((frame) => frame.dataset.state);
}

describe("an image", () => {
  test("is loaded when it is needed, into the space that is kept for it", () => {
    mount(
      api.client,
      <SignedImage src="http://s3.test/a.jpg?signed=1" alt="Anna" aspectRatio="3 / 2" className="face" />,
    );

    const image = screen.getByAltText<HTMLImageElement>("Anna");
    expect(image.getAttribute("src")).toBe("http://s3.test/a.jpg?signed=1");
    expect(image.getAttribute("loading")).toBe("lazy");
    expect(image.getAttribute("decoding")).toBe("async");
    // WebKit loads the image at once if `src` is set before `loading`, and React 18 sets them in the order of the properties.
    const order = [...image.attributes].map((attribute) => attribute.name);
    expect(order.indexOf("loading")).toBeLessThan(order.indexOf("src"));
    expect(image.hasAttribute("crossorigin")).toBe(false);
    expect(image.parentElement).toHaveProperty("className", "face");
    expect(image.parentElement!.style.aspectRatio).toBe("3 / 2");
    expect(states()).toEqual(["loading"]);
    tell("load");
    expect(states()).toEqual(["shown"]);
  });

  test("is asked for in the one mode of the page", () => {
    render(
      <QueryClientProvider client={new QueryClient()}>
        <BeetrootProvider client={api.client} crossOrigin="anonymous">
          <SignedImage src="http://s3.test/a.jpg" alt="a" />
          <SignedImage src="http://s3.test/b.jpg" alt="b" loading="eager" />
        </BeetrootProvider>
      </QueryClientProvider>,
    );

    expect([...document.querySelectorAll("img")].map((image) => image.getAttribute("crossorigin"))).toEqual([
      "anonymous",
      "anonymous",
    ]);
    expect(screen.getByAltText("b").getAttribute("loading")).toBe("eager");
  });

  test("that is not there is a silhouette with a name, or what the page puts there", () => {
    const page = mount(api.client, <SignedImage src={null} alt="Anna" />);
    expect(screen.getByRole("img", { name: "Anna" }).querySelector("svg")).not.toBeNull();
    expect(images()).toEqual({});
    expect(states()).toEqual(["placeholder"]);

    page.show(<SignedImage src={null} alt="" placeholder="AB" />);
    expect(screen.getByText("AB")).toBeDefined();
    expect(screen.queryByRole("img")).toBeNull();
  });

  test("stays while its renewed URL loads", async () => {
    const list = new FakeApi(1);
    const page = mount(list.client, <Grid />);
    await pass(100);
    tell("load");
    const image = screen.getByAltText("person-0");

    sleep(61 * MINUTE);
    page.show(<Grid />);
    expect(screen.getByAltText("person-0")).toBe(image);
    wake();
    await pass(100);

    expect(screen.getByAltText("person-0")).toBe(image);
    expect(images()).toEqual({ "person-0": list.url("person-0") });
    expect(states()).toEqual(["shown"]);
  });
});

describe("images that fail", () => {
  test("share one refetch, and load by the new URLs", async () => {
    const list = new FakeApi(40);
    function SomebodyElse() {
      usePerson("somebody-else");
      return <Grid />;
    }
    mount(list.client, <SomebodyElse />);
    await pass(100);
    list.takeAsked();
    // Their URLs ended sooner than was promised, say with the credentials.
    sleep(20 * MINUTE);

    tell("error", list.people.slice(0, 20));
    await pass(10);
    tell("error", list.people.slice(20));
    await pass(100);

    expect(list.takeAsked()).toEqual(["/persons"]);
    expect(images()).toEqual(Object.fromEntries(list.people.map((person) => [person, list.url(person)])));
    tell("load");
    expect(new Set(states())).toEqual(new Set(["shown"]));
  });

  test("are tried once more where the URL is still the same, and then give way", async () => {
    const list = new FakeApi(3);
    const page = mount(list.client, <Grid />);
    await pass(100);
    tell("load", ["person-1", "person-2"]);
    list.takeAsked();

    tell("error", ["person-0"]);
    expect(states()).toEqual(["loading", "shown", "shown"]);
    await pass(100);
    expect(list.takeAsked()).toEqual(["/persons"]);
    tell("error", ["person-0"]);
    expect(states()).toEqual(["placeholder", "shown", "shown"]);

    // Neither now nor when it is scrolled into view again.
    page.show(<Grid count={0} />);
    page.show(<Grid />);
    expect(states()[0]).toBe("placeholder");
    tell("load", ["person-1"]);
    tell("error", ["person-1"]);
    expect(states()[1]).toBe("loading");
    await pass(5 * MINUTE);
    expect(list.takeAsked()).toEqual([]);

    // Nor by its next URL: the others load, so this one is missing.
    await pass(54.5 * MINUTE);
    expect(list.takeAsked()).toEqual(["/persons"]);
    expect(images()).not.toHaveProperty("person-0");
    expect(states()[0]).toBe("placeholder");
  });

  test("are tried by the next URL if all of them failed, behind their placeholders", async () => {
    const list = new FakeApi(2);
    mount(list.client, <Grid />);
    await pass(100);
    tell("error");
    await pass(100);
    tell("error");
    expect(states()).toEqual(["placeholder", "placeholder"]);
    expect(document.querySelectorAll("img")).toHaveLength(0);

    await pass(59.5 * MINUTE);
    expect(states()).toEqual(["placeholder", "placeholder"]);
    const [first, second] = document.querySelectorAll("img");
    expect(first!.src).toBe(list.url("person-0"));
    expect(first!.style.visibility).toBe("hidden");
    list.takeAsked();
    fireEvent.load(first!);
    fireEvent.error(second!);
    await pass(100);

    expect(states()).toEqual(["shown", "placeholder"]);
    expect(document.querySelectorAll("img")).toHaveLength(1);
    expect(list.takeAsked()).toEqual([]);
  });

  test("get a refetch of their own on each page of a list", async () => {
    const list = new FakeApi(4);
    const page = mount(list.client, <Grid limit={2} first={0} count={2} />);
    await pass(100);
    (screen.getByText("More") as HTMLButtonElement).click();
    await pass(100);
    list.takeAsked();
    sleep(20 * MINUTE);
    tell("error");
    await pass(100);
    expect(list.takeAsked()).toEqual(["/persons?limit=2"]);

    page.show(<Grid limit={2} first={2} count={2} />);
    tell("error");
    await pass(100);

    expect(list.takeAsked()).toEqual(["/persons?limit=2&cursor=person-1"]);
    expect(images()).toEqual({ "person-2": list.url("person-2"), "person-3": list.url("person-3") });
  });

  test("do not press an API that is down", async () => {
    const list = new FakeApi(20);
    mount(list.client, <Grid />);
    await pass(100);
    list.takeAsked();
    list.fault = () => problem(503);

    for (const person of list.people) {
      tell("error", [person]);
      await pass(1_000);
    }

    expect(list.takeAsked()).toHaveLength(4);
  });

  test("are tried again when the network is back", async () => {
    const list = new FakeApi(1);
    mount(list.client, <Grid />);
    await pass(100);
    tell("error");
    await pass(100);
    tell("error");
    expect(states()).toEqual(["placeholder"]);

    wake();
    tell("load");

    expect(states()).toEqual(["shown"]);
  });

  test("of a URL from elsewhere are tried once more", async () => {
    mount(api.client, <SignedImage src="http://s3.test/a.jpg" alt="a" />);

    tell("error");
    await pass(100);
    expect(states()).toEqual(["loading"]);
    expect(Object.keys(images())).toEqual(["a"]);
    tell("error");
    expect(states()).toEqual(["placeholder"]);
  });
});

describe("an image with a preview", () => {
  /** Photos of which only those from `first` on are in the document, as in a virtualised grid. */
  function Photos({ first = 0, count = Infinity }: { first?: number; count?: number }) {
    const { data } = usePersonPhotos("anna");
    return data?.photos
      .slice(first, first + count)
      .map(({ photoId, photoURL, previewURL }) => (
        <SignedImage key={photoId} src={photoURL} preview={previewURL} alt={photoId} />
      ));
  }

  function library(photos: number): FakeApi {
    const list = new FakeApi(photos);
    list.hasPreviews = true;
    return list;
  }

  test("shows the preview and requests nothing else", async () => {
    const list = library(2);
    mount(list.client, <Photos />);
    await pass(100);
    tell("load");

    expect(images()).toEqual({ "person-0": list.previewUrl("person-0"), "person-1": list.previewUrl("person-1") });
    expect(states()).toEqual(["shown", "shown"]);
  });

  test("shows the original of a server without previews", async () => {
    const list = new FakeApi(1);
    mount(list.client, <Photos />);
    await pass(100);
    tell("load");

    expect(images()).toEqual({ "person-0": list.url("person-0") });
  });

  test("loads the original at once if the preview is missing, without a refetch, and never tries the preview again", async () => {
    const list = library(3);
    const page = mount(list.client, <Photos />);
    await pass(100);
    list.takeAsked();

    tell("error");
    expect(images()).toEqual(Object.fromEntries(list.people.map((photo) => [photo, list.url(photo)])));
    expect(states()).toEqual(["loading", "loading", "loading"]);
    tell("load");
    expect(states()).toEqual(["shown", "shown", "shown"]);
    await pass(1_000);
    expect(list.takeAsked()).toEqual([]);

    // Scrolled away and back, …
    page.show(<Photos count={0} />);
    page.show(<Photos />);
    expect(images()).toEqual(Object.fromEntries(list.people.map((photo) => [photo, list.url(photo)])));
    tell("load");
    // … and by its next URL.
    await pass(59.5 * MINUTE);
    page.show(<Photos count={0} />);
    page.show(<Photos />);
    expect(images()).toEqual(Object.fromEntries(list.people.map((photo) => [photo, list.url(photo)])));
  });

  test("is renewed first if its URLs have ended", async () => {
    const list = library(2);
    mount(list.client, <Photos />);
    await pass(100);
    list.takeAsked();

    sleep(61 * MINUTE);
    tell("error", ["person-0"]);
    expect(Object.keys(images())).toEqual(["person-1"]);
    await pass(100);

    expect(list.takeAsked()).toEqual(["/persons/anna/photos"]);
    expect(images()).toEqual({ "person-0": list.previewUrl("person-0"), "person-1": list.previewUrl("person-1") });
  });

  test("tries the preview again by a new URL if the original failed too", async () => {
    const list = library(2);
    mount(list.client, <Photos />);
    await pass(100);
    list.takeAsked();
    // Their URLs ended sooner than was promised, say with the credentials.
    sleep(20 * MINUTE);

    tell("error");
    expect(images()).toEqual({
      "person-0": list.url("person-0").replace(/\d+$/, String(START)),
      "person-1": list.url("person-1").replace(/\d+$/, String(START)),
    });
    tell("error");
    await pass(100);

    expect(list.takeAsked()).toEqual(["/persons/anna/photos"]);
    expect(images()).toEqual({ "person-0": list.previewUrl("person-0"), "person-1": list.previewUrl("person-1") });
    tell("load");
    expect(states()).toEqual(["shown", "shown"]);
  });

  test("keeps an original that is shown when the network was away", async () => {
    const list = library(1);
    mount(list.client, <Photos />);
    await pass(100);
    tell("error");
    tell("load");
    const image = screen.getByAltText("person-0");
    wake();
    await pass(100);

    expect(screen.getByAltText("person-0")).toBe(image);
    expect(images()).toEqual({ "person-0": list.url("person-0") });
  });

  test("has its placeholder after three failed requests if the original is missing too", async () => {
    const list = library(2);
    mount(list.client, <Photos />);
    await pass(100);
    list.takeAsked();
    tell("load", ["person-1"]);

    tell("error", ["person-0"]);
    tell("error", ["person-0"]);
    await pass(100);
    expect(images()["person-0"]).toBe(list.url("person-0"));
    tell("error", ["person-0"]);

    expect(states()).toEqual(["placeholder", "shown"]);
    expect(Object.keys(images())).toEqual(["person-1"]);
    expect(list.takeAsked()).toEqual(["/persons/anna/photos"]);
  });

  test("has its placeholder at once if there is no original, and reports its states", () => {
    const reported: string[] = [];
    const onStateChange = (state: string) => void reported.push(state);
    const page = mount(
      api.client,
      <SignedImage src={null} preview="http://s3.test/p/a.jpg" alt="a" onStateChange={onStateChange} />,
    );
    tell("error");
    expect(states()).toEqual(["placeholder"]);
    expect(images()).toEqual({});

    page.show(
      <SignedImage key="b" src={null} preview="http://s3.test/p/b.jpg" alt="b" onStateChange={onStateChange} />,
    );
    tell("load");
    expect(reported).toEqual(["loading", "placeholder", "loading", "shown"]);
  });
});
