import { spawn, type ChildProcess } from "node:child_process";
import { createServer, type AddressInfo } from "node:net";
import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { WINDOW, type Engine, type Key, type Tab } from "./engine.js";

/** https://www.w3.org/TR/webdriver2/#keyboard-actions */
const KEYS: Record<Key, string> = {
  Enter: "\uE007",
  Escape: "\uE00C",
  End: "\uE010",
  Home: "\uE011",
  ArrowLeft: "\uE012",
  ArrowRight: "\uE014",
};
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/** Starts WebKitGTK's small browser on a display of its own, and drives it by WebDriver: no library needs less than this. */
export async function launchWebKit(driverPath: string, xvfbPath: string): Promise<Engine> {
  // It chooses a free display, and writes its number.
  const xvfb = spawn(xvfbPath, ["-displayfd", "3", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const processes = [xvfb];
  const close = async () => {
    await Promise.all(processes.map(stopped));
  };
  try {
    const display = await Promise.race([firstLine(xvfb.stdio[3] as Readable), ended("Xvfb", xvfb)]);
    const port = await freePort();
    const driver = spawn(driverPath, [`--port=${port}`], {
      env: { ...process.env, DISPLAY: `:${display}`, GDK_BACKEND: "x11" },
      stdio: ["ignore", "ignore", "ignore"],
    });
    processes.unshift(driver);
    const url = `http://127.0.0.1:${port}`;
    await Promise.race([answering(url), ended("WebKitWebDriver", driver)]);
    let last: Tab | undefined;
    return {
      newTab: async () => {
        // The driver has one session at a time; a test whose end failed may have left its own.
        await last?.close().catch(() => {});
        return (last = await newTab(url));
      },
      close,
    };
  } catch (failed) {
    await close();
    throw failed;
  }
}

async function newTab(driver: string): Promise<Tab> {
  const { sessionId } = (await send("POST", `${driver}/session`, {
    capabilities: {
      alwaysMatch: { pageLoadStrategy: "normal", timeouts: { script: null, pageLoad: 3_600_000 } },
    },
  })) as { sessionId: string };
  const session = `${driver}/session/${sessionId}`;
  await send("POST", `${session}/window/rect`, { ...WINDOW });
  return {
    goto: async (url) => void (await send("POST", `${session}/url`, { url })),
    reload: async () => void (await send("POST", `${session}/refresh`, {})),
    evaluate: async (script, ...args) => {
      const outcome = (await send("POST", `${session}/execute/async`, {
        script: `const done = arguments[arguments.length - 1], args = [...arguments].slice(0, -1);
          (async () => (${String(script)})(...args))()
            .then((value) => done({ value }), (error) => done({ error: error + "\\n" + error.stack }));`,
        args,
      })) as { value?: unknown; error?: string };
      if (outcome.error !== undefined) {
        throw new Error(outcome.error);
      }
      return outcome.value as never;
    },
    press: async (key) => {
      const actions = ["keyDown", "keyUp"].map((type) => ({ type, value: KEYS[key] }));
      await send("POST", `${session}/actions`, { actions: [{ type: "key", id: "keyboard", actions }] });
    },
    click: async (selector) => {
      const found = await send("POST", `${session}/element`, { using: "css selector", value: selector });
      await send("POST", `${session}/element/${(found as Record<string, string>)[ELEMENT]}/click`, {});
    },
    screenshot: async () => Buffer.from((await send("GET", `${session}/screenshot`)) as string, "base64"),
    close: async () => void (await send("DELETE", session)),
  };
}

async function send(method: string, url: string, body?: object): Promise<unknown> {
  const response = await fetch(url, { method, body: body && JSON.stringify(body) });
  const { value } = (await response.json()) as { value: unknown };
  if (!response.ok) {
    throw new Error(`WebKitWebDriver: ${JSON.stringify(value)}`);
  }
  return value;
}

async function answering(driver: string): Promise<void> {
  while (!(await fetch(`${driver}/status`).catch(() => undefined))?.ok) {
    await delay(50);
  }
}

async function firstLine(stream: Readable): Promise<string> {
  let text = "";
  for await (const chunk of stream) {
    text += chunk;
    if (text.includes("\n")) {
      break;
    }
  }
  return text.trim();
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

function ended(name: string, process: ChildProcess): Promise<never> {
  return new Promise((_, reject) => {
    process.once("error", reject);
    process.once("exit", (code) => reject(new Error(`${name} ended at its start, with code ${code}.`)));
  });
}

function stopped(process: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (process.exitCode !== null || process.signalCode !== null || process.pid === undefined) {
      resolve();
      return;
    }
    process.once("exit", () => resolve());
    process.kill();
  });
}
