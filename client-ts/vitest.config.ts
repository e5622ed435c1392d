import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const react18 = (path: string) => fileURLToPath(new URL(`test/react-18/node_modules/${path}`, import.meta.url));

export default defineConfig({
  test: {
    testTimeout: 20_000,
    projects: [
      {
        extends: true,
        test: { name: "client", include: ["test/**/*.test.{ts,tsx}"], globalSetup: "test/setup.ts" },
      },
      {
        // What depends on how React renders, with the oldest React that the package supports.
        extends: true,
        resolve: {
          alias: [{ find: /^(react|react-dom)(\/.*)?$/, replacement: `${react18("$1")}$2` }],
          // Testing Library's CommonJS build would require the other React.
          mainFields: ["module", "main"],
        },
        test: {
          name: "React 18",
          include: ["test/{grids,hydration,image}.test.tsx"],
          server: { deps: { inline: [/@tanstack/, /@testing-library/] } },
        },
      },
    ],
  },
});
