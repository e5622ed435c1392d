import { AxeBuilder } from "@axe-core/playwright";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { expect } from "vitest";

export const FOLDER = fileURLToPath(new URL("../../../target/screenshots/", import.meta.url));

/** A small phone, a tablet, a laptop and a large screen. */
export const SIZES = [
  { width: 360, height: 780 },
  { width: 768, height: 1024 },
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const;

/** In CI nobody looks at the pictures: two widths show that the page becomes ready. */
const KEPT = process.env.CI ? [SIZES[0], SIZES[2]] : SIZES;

/**
 * Keeps pictures of what the page shows, in light and dark at each width, and expects axe to find nothing in either.
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
    for (const size of KEPT) {
      await page.setViewportSize(size);
      await ready();
      await page.screenshot({ path: `${FOLDER}${state}-${size.width}-${colorScheme}.png` });
    }
    await page.setViewportSize(SIZES[0]);
  }
}
