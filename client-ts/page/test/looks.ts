import { AxeBuilder } from "@axe-core/playwright";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { expect } from "vitest";

export const FOLDER = fileURLToPath(new URL("../../../target/screenshots/", import.meta.url));

/** A phone, a tablet and a laptop. */
export const SIZES = [
  { width: 390, height: 844 },
  { width: 820, height: 1180 },
  { width: 1440, height: 900 },
] as const;

/**
 * Keeps pictures of what the page shows, in light and dark at three widths, and expects axe to find nothing in either.
 *
 * @param ready waits until all is there
 */
export async function keep(page: Page, state: string, ready: () => Promise<unknown> = async () => {}): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await ready();
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`),
    );
    expect(found, `${state}, ${colorScheme}`).toEqual([]);
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await ready();
      await page.screenshot({ path: `${FOLDER}${state}-${size.width}-${colorScheme}.png` });
    }
    await page.setViewportSize(SIZES[0]);
  }
}
