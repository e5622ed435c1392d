import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium, type Browser, type LaunchOptions } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"];
// Chromium's own sandbox refuses to run as root, as CI often does.
const ARGUMENTS = process.getuid?.() === 0 ? ["--no-sandbox"] : [];

/**
 * The machine's Chromium, Chrome or Edge, else the Chromium that an npm package carries (Linux on x86-64). Where neither runs, CI
 * fails, and a person's machine is told; undefined then.
 */
export async function launchBrowser(): Promise<Browser | undefined> {
  const reasons: string[] = [];
  for (const options of [...onPath(), installed("chrome"), installed("msedge"), packaged]) {
    try {
      return await chromium.launch(await options());
    } catch (failed) {
      reasons.push(String(failed).split("\n")[0]!);
    }
  }
  const message =
    "No Chromium, Chrome or Edge starts on this machine: install one to run the tests of the gallery page.";
  if (process.env.CI) {
    throw new Error(`${message}\n${reasons.join("\n")}`);
  }
  console.warn(`\n*** SKIPPED: ${message}\n${reasons.join("\n")}\n`);
  return undefined;
}

type Launch = () => LaunchOptions | Promise<LaunchOptions>;

function onPath(): Launch[] {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
    .filter(isExecutable)
    .map((executablePath) => () => ({ executablePath, args: ARGUMENTS }));
}

/** Where the installers of Windows and macOS put it. */
function installed(channel: string): Launch {
  return () => ({ channel, args: ARGUMENTS });
}

async function packaged(): Promise<LaunchOptions> {
  const { default: chromium } = await import("@sparticuz/chromium");
  return { executablePath: await chromium.executablePath(), args: chromium.args };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
