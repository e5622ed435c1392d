import puppeteer from "puppeteer-core";
import { WINDOW, type Engine, type Tab } from "./engine.js";

/** Starts an unchanged Firefox, which Puppeteer drives by WebDriver BiDi. Playwright needs a Firefox of its own. */
export async function launchFirefox(executablePath: string): Promise<Engine> {
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath,
    defaultViewport: WINDOW,
    timeout: 0,
    protocolTimeout: 0,
  });
  return {
    newTab: async (): Promise<Tab> => {
      const context = await browser.createBrowserContext();
      const page = await context.newPage();
      page.setDefaultTimeout(0);
      return {
        goto: async (url) => void (await page.goto(url)),
        reload: async () => void (await page.reload()),
        evaluate: (script, ...args) => page.evaluate(`(${String(script)})(...${JSON.stringify(args)})`) as never,
        press: (key) => page.keyboard.press(key),
        click: (selector) => page.click(selector),
        screenshot: () => page.screenshot(),
        close: () => context.close(),
      };
    },
    close: () => browser.close(),
  };
}
