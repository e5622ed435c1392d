import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, inject } from "vitest";
import { fixtureFile, REACTS, type ReactVersion } from "../fixture/build.js";
import { LASTING, SHORT_LIVED } from "../galleries.js";
import type { Relay } from "../relay.js";
import type { Tab } from "./engine.js";
import { picturesInView, scrollTo, test, waitFor } from "./tab.js";

declare global {
  interface Window {
    /** Starts the fixture. */
    start(version: string): Promise<void>;
  }
}

type Server = typeof import("../fixture/server.js");

describe.each(REACTS)("with React %s", (version) => {
  test("only images near the view are loaded", async ({ tab, relayTo }) => {
    const relay = await relayTo(inject("largeGallery"));
    serveFixture(relay, [{ version }], "anna");
    await tab.goto(`${relay.url}/fixture`);
    await tab.evaluate((version) => window.start(version), version);
    await picturesInView(tab, "main");
    // 200 images of 400 pixels each.
    await scrollTo(tab, await tab.evaluate(() => document.documentElement.scrollHeight));
    await picturesInView(tab, "main");
    await afterOtherImages(tab);
    expect(relay.imageRequests.length).toBeLessThan(50);
  });

  test("images that loaded before hydration are shown", async ({ tab, relayTo }) => {
    const relay = await relayTo(inject("largeGallery"));
    await serveRendered(relay, [version], "anna");
    await tab.goto(`${relay.url}/fixture`);
    await waitFor(tab, areComplete);
    await tab.evaluate((version) => window.start(version), version);

    expect((await picturesInView(tab, "main")).placeholders).toEqual([]);
    expect(new Set(relay.imageRequests).size).toBe(relay.imageRequests.length);
    expect(relay.requests, "those of the server").toHaveLength(1);
  });

  test.for(LASTING)(
    "images of %s that failed before hydration are renewed together, or have a placeholder",
    async ([, gallery], { tab, relayTo }) => {
      const relay = await relayTo(inject(gallery));
      await serveRendered(relay, [version], "anna");
      relay.isRefused = () => true;
      await tab.goto(`${relay.url}/fixture`);
      await waitFor(tab, areComplete);
      // By its path, because a new signing window changes the query.
      const refused = new URL((await firstImages(tab))[0]!).pathname;
      relay.isRefused = (image) => image.startsWith(`${refused}?`);
      await tab.evaluate((version) => window.start(version), version);

      const { shown, placeholders } = await picturesInView(tab, "main");
      expect(shown).toBeGreaterThanOrEqual(1);
      expect(placeholders).toHaveLength(1);
      expect(relay.requests, "the server's, and one of the page").toHaveLength(2);
    },
  );
});

test.for(SHORT_LIVED)(
  "HTML that is hydrated after its URLs of %s have ended gets new ones",
  async ([, gallery], { tab, relayTo }) => {
    const relay = await relayTo(inject(gallery));
    // Both at once, to wait once. What was opened in time, and what was not.
    const { expiresAt } = await serveRendered(relay, REACTS, "anna");
    const later = await serveRendered(relay, REACTS, "ben", "/later");
    await tab.goto(`${relay.url}/fixture`);
    await waitFor(tab, areComplete);
    await delay(Math.max(0, Math.max(expiresAt, later.expiresAt) + 1_000 - Date.now()));

    for (const path of ["/fixture", "/later"]) {
      if (path === "/later") {
        await tab.goto(relay.url + path);
        await waitFor(tab, areComplete);
      }
      const before = await firstImages(tab);
      for (const version of REACTS) {
        await tab.evaluate((version) => window.start(version), version);
      }
      await waitFor(
        tab,
        (before) =>
          [...document.querySelectorAll("main")].every(
            (main, i) => ![undefined, before[i]].includes(main.querySelector("img")?.src),
          ),
        before,
      );
      expect((await picturesInView(tab, "main")).placeholders).toEqual([]);
    }
  },
);

interface Rendered {
  version: ReactVersion;
  html?: string;
  /** JSON. */
  state?: string;
}

/** Serves a page on which `start` shows the fixture, or hydrates what the server has rendered. */
function serveFixture(relay: Relay, rendered: Rendered[], personId: string, path = "/fixture"): void {
  for (const { version } of rendered) {
    relay.files.set(`/react-${version}.js`, {
      contentType: "text/javascript; charset=utf-8",
      body: readFileSync(fixtureFile(version, "client"), "utf8"),
    });
  }
  const states = rendered.map(({ version, state = "undefined" }) => `${version}: ${state.replaceAll("<", "\\u003c")}`);
  const body = `<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>Fixture</title>
        <style>body { display: flex } main { width: 400px }</style>
      </head>
      <body>
        ${rendered.map(({ version, html = "" }) => `<div id="react-${version}">${html}</div>`).join("")}
        <script>
          const states = { ${states.join()} };
          window.start = async (version) => {
            const { start } = await import("/react-" + version + ".js");
            start(document.getElementById("react-" + version), ${JSON.stringify(personId)}, states[version]);
          };
        </script>
      </body>
    </html>`;
  relay.files.set(path, { contentType: "text/html; charset=utf-8", body });
}

/** Serves what the server renders. Returns until when its URLs work. */
async function serveRendered(relay: Relay, versions: readonly ReactVersion[], personId: string, path?: string) {
  const rendered: Required<Rendered>[] = [];
  for (const version of versions) {
    const server = (await import(/* @vite-ignore */ fixtureFile(version, "server"))) as Server;
    rendered.push({ version, ...(await server.render(relay.url, personId)) });
  }
  serveFixture(relay, rendered, personId, path);
  return { expiresAt: Math.max(...rendered.map(({ state }) => Number(/"endsAt":(\d+)/.exec(state)![1]))) };
}

/** Whether each image in view has loaded or failed. */
function areComplete(): boolean {
  const inView = [...document.images].filter((image) => image.getBoundingClientRect().top < window.innerHeight);
  return inView.length > 0 && inView.every((image) => image.complete && image.currentSrc !== "");
}

function firstImages(tab: Tab): Promise<string[]> {
  return tab.evaluate(() => [...document.querySelectorAll("main")].map((main) => main.querySelector("img")!.src));
}

/** Waits until what the page has already requested is on its way: a browser loads images of one priority in order. */
function afterOtherImages(tab: Tab): Promise<void> {
  return tab.evaluate(
    () =>
      new Promise<void>((done) => {
        const image = new Image();
        image.onload = image.onerror = () => done();
        image.src = "/beetroot-raw/none.jpg";
      }),
  );
}
