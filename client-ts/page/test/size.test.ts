import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";

const ASSETS = fileURLToPath(new URL("../../../target/page/assets/", import.meta.url));
/** What the page may cost a reader in bytes of JavaScript. */
const MOST = 120_000;

test("all JavaScript of the page stays within 120 kB, compressed", () => {
  const scripts = readdirSync(ASSETS).filter((name) => name.endsWith(".js"));
  const sizes = scripts.map((name) => gzipSync(readFileSync(ASSETS + name), { level: 9 }).length);
  expect(scripts).not.toEqual([]);
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(MOST);
});
