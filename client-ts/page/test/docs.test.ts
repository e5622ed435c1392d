import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, inject } from "vitest";
import { launchBrowser } from "./browser.js";
import { test } from "./page.js";

const FOLDER = fileURLToPath(new URL("../../../target/screenshots/", import.meta.url));
mkdirSync(FOLDER, { recursive: true });

// Not on a page of `open`: Redoc is not ours, and moves what it likes.
test("the API reference shows the contract with its examples, and loads nothing from elsewhere", async () => {
  const url = `${inject("gallery")}/docs`;
  const browser = (await launchBrowser())!;
  try {
    for (const { width, height } of [
      { width: 1440, height: 900 },
      { width: 390, height: 844 },
    ]) {
      const page = await browser.newPage({ viewport: { width, height }, colorScheme: "light" });
      const asked: string[] = [];
      const wrong: string[] = [];
      page.on("request", (request) => asked.push(request.url()));
      page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
      page.on("pageerror", (error) => wrong.push(String(error)));

      await page.goto(url);
      await page.getByRole("heading", { name: "Beetroot API" }).first().waitFor();
      await page.screenshot({ path: `${FOLDER}docs-${width}.png` });
      await page.goto(`${url}#tag/Persons/operation/listPersons`);
      await page.getByText("List people, most photographed first").last().waitFor();
      await page.getByText("GET /persons?limit=2").first().waitFor();
      await page.getByText("421").first().waitFor();
      await page.screenshot({ path: `${FOLDER}docs-operation-${width}.png` });

      expect(
        asked.filter((address) => !address.startsWith(new URL(url).origin) && !/^(blob|data):/.test(address)),
      ).toEqual([]);
      expect(wrong).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      await page.close();
    }
  } finally {
    await browser.close();
  }
});
