import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// The built page in a real browser, in front of running galleries.
export default defineConfig({
  cacheDir: fileURLToPath(new URL("../../node_modules/.vite-page", import.meta.url)),
  test: {
    root: fileURLToPath(new URL(".", import.meta.url)),
    include: ["*.test.ts"],
    globalSetup: "setup.ts",
    // Only what hangs runs into these: how fast the machine is must not matter.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    teardownTimeout: 60_000,
    expect: { poll: { timeout: 120_000 } },
    maxWorkers: 2,
  },
});
