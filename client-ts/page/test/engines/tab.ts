import { mkdirSync, writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, expect, inject, test as base } from "vitest";
import { FOLDER } from "../looks.js";
import { scrollAndRender, settledPictures, type Pictures } from "../pictures.js";
import { Relay } from "../relay.js";
import { launchEngine, type Tab } from "./engine.js";

const name = inject("engine");
const engine = await launchEngine(name);
afterAll(() => engine?.close());

/** In milliseconds: only what hangs runs into it, for how fast the machine is must not matter. */
const PATIENCE = 120_000;

interface Fixtures {
  tab: Tab;
  /** Puts a relay in front of a gallery. Its origin is new, so no cache knows its images. */
  relayTo: (gallery: string) => Promise<Relay>;
}

/**
 * A test with a browser window and relays. A failure leaves a picture of the window in `target/screenshots`. In the end, nothing may
 * have been thrown in the pages.
 */
const withTab = base.extend<Fixtures>({
  tab: async ({ task }, use) => {
    const tab = await engine!.newTab();
    try {
      await use(tab);
      if (task.result?.state === "fail") {
        await keep(tab, `failed-${task.name.replace(/\W+/g, "-")}`);
      }
    } finally {
      await tab.close();
    }
  },
  relayTo: async ({}, use) => {
    const relays: Relay[] = [];
    await use(async (gallery) => {
      const relay = await Relay.to(gallery, { withImages: true });
      relays.push(relay);
      return relay;
    });
    await Promise.all(relays.map((relay) => relay.cut()));
    expect(relays.flatMap((relay) => relay.faults)).toEqual([]);
  },
});

export const test = engine === undefined ? (withTab.skip as typeof withTab) : withTab;

/** Waits until a function in the page returns something, and returns that. */
export async function waitFor<Arguments extends unknown[], Result>(
  tab: Tab,
  script: (...args: Arguments) => Result | false | undefined | null,
  ...args: Arguments
): Promise<Result> {
  for (const end = Date.now() + PATIENCE; ; await delay(50)) {
    const result = await tab.evaluate(script, ...args);
    if (result) {
      return result as Result;
    }
    if (Date.now() > end) {
      throw new Error(`This did not come true in ${name}: (${script})(${args.join(", ")})`);
    }
  }
}

/** Waits until each picture of a list that is in view is there or has its placeholder. */
export function picturesInView(tab: Tab, within = "main li"): Promise<Pictures> {
  return waitFor(tab, settledPictures, within) as Promise<Pictures>;
}

export function scrollTo(tab: Tab, top: number): Promise<void> {
  return tab.evaluate(scrollAndRender, top);
}

/** Keeps a picture of the window in `target/screenshots`. */
export async function keep(tab: Tab, state: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(`${FOLDER}${state}-${name}.png`, await tab.screenshot());
}
