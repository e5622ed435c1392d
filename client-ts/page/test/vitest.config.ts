import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { installedEngines } from "./engines/engine.js";

const root = fileURLToPath(new URL(".", import.meta.url));

/** What every project of tests has. */
const common = {
  root,
  // Only what hangs runs into these: how fast the machine is must not matter.
  testTimeout: 300_000,
  hookTimeout: 300_000,
  expect: { poll: { timeout: 120_000 } },
  // A busy machine may drop one of a browser's frames or touches; the report names each retry.
  retry: process.env.CI ? 1 : 0,
};

// The built page in real browsers, in front of running galleries.
export default defineConfig({
  cacheDir: fileURLToPath(new URL("../../node_modules/.vite-page", import.meta.url)),
  test: {
    root,
    // Not for each project, which would start the galleries once more: projects have what the root provides.
    globalSetup: "setup.ts",
    teardownTimeout: 60_000,
    maxWorkers: 2,
    projects: [
      { test: { ...common, name: "page", include: ["*.test.ts"] } },
      // What every engine must do, once in each.
      ...installedEngines().map((engine) => ({
        test: { ...common, name: engine, include: ["engines/*.test.ts"], provide: { engine } },
      })),
    ],
  },
});
