import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

export const ENGINES = ["chromium", "firefox", "webkit"] as const;
export type EngineName = (typeof ENGINES)[number];

/** A browser of one engine. */
export interface Engine {
  /** Opens a window of 1,280 by 900 pixels or so, with an empty cache. */
  newTab(): Promise<Tab>;
  close(): Promise<void>;
}

/** What the tests need of a browser window, and every engine offers. */
export interface Tab {
  /** Opens an address, and waits until it has loaded. */
  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  /** Runs a function in the page; arguments and result are JSON. */
  evaluate<Arguments extends unknown[], Result>(
    script: (...args: Arguments) => Result | Promise<Result>,
    ...args: Arguments
  ): Promise<Result>;
  press(key: Key): Promise<void>;
  click(selector: string): Promise<void>;
  /** Returns a PNG of what is in view. */
  screenshot(): Promise<Uint8Array>;
  close(): Promise<void>;
}

export type Key = "ArrowLeft" | "ArrowRight" | "End" | "Enter" | "Escape" | "Home";

export const WINDOW = { width: 1280, height: 900 } as const;

/** The programs that an engine needs, each with the names that it goes by, and the Debian packages that bring them. */
const PROGRAMS: Record<Exclude<EngineName, "chromium">, { packages: string; programs: Record<string, string[]> }> = {
  firefox: {
    packages: "firefox-esr",
    programs: { Firefox: ["firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox"] },
  },
  webkit: {
    packages: "webkit2gtk-driver xvfb",
    programs: { WebKitWebDriver: ["WebKitWebDriver"], Xvfb: ["Xvfb"] },
  },
};

/** Starts an engine that {@link installedEngines} lists; undefined if no Chromium starts, which was reported then. */
export async function launchEngine(name: EngineName): Promise<Engine | undefined> {
  switch (name) {
    case "chromium":
      return (await import("./chromium.js")).launchChromium();
    case "firefox":
      return (await import("./firefox.js")).launchFirefox(programOf("firefox", "Firefox")!);
    case "webkit":
      return (await import("./webkit.js")).launchWebKit(
        programOf("webkit", "WebKitWebDriver")!,
        programOf("webkit", "Xvfb")!,
      );
  }
}

/**
 * Returns the engines of this machine. A missing one fails the tests in CI, and is skipped with a warning elsewhere. Chromium is
 * always listed, because an npm package brings one.
 */
export function installedEngines(): EngineName[] {
  return ENGINES.filter((engine) => {
    if (engine === "chromium") {
      return true;
    }
    const { packages, programs } = PROGRAMS[engine];
    const missing = Object.keys(programs).filter((program) => programOf(engine, program) === undefined);
    if (missing.length === 0) {
      return true;
    }
    const message = `${missing.join(" and ")} not found: the tests in ${engine} need the Debian packages ${packages}, or the like.`;
    if (process.env.CI) {
      throw new Error(message);
    }
    console.warn(`\n*** SKIPPED: ${message}\n`);
    return false;
  });
}

function programOf(engine: keyof typeof PROGRAMS, program: string): string | undefined {
  return findProgram(PROGRAMS[engine].programs[program]!);
}

/** Returns the path of the first program that is installed. A name without a slash is looked up in `PATH`. */
export function findProgram(names: string[]): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  return names
    .flatMap((name) => (name.includes("/") ? [name] : folders.map((folder) => join(folder, name))))
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
