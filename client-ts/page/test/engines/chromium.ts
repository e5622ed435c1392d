import { launchBrowser } from "../browser.js";
import { WINDOW, type Engine, type Tab } from "./engine.js";

/** Starts Chromium through Playwright, as the other tests of the page do; undefined if none starts. */
export async function launchChromium(): Promise<Engine | undefined> {
  const browser = await launchBrowser();
  if (browser === undefined) {
    return undefined;
  }
  return {
    newTab: async (): Promise<Tab> => {
      const context = await browser.newContext({ viewport: WINDOW });
      const page = await context.newPage();
      page.setDefaultTimeout(0);
      return {
        goto: async (url) => void (await page.goto(url)),
        reload: async () => void (await page.reload()),
        evaluate: (script, ...args) => page.evaluate(`(${String(script)})(...${JSON.stringify(args)})`),
        press: (key) => page.keyboard.press(key),
        click: (selector) => page.click(selector),
        screenshot: () => page.screenshot(),
        close: () => context.close(),
      };
    },
    close: () => browser.close(),
  };
}
