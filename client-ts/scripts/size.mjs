// Prints what each entry costs a page: built, minified and compressed with gzip, without React and TanStack Query.
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";

const ENTRIES = {
  "@beetroot/client": "dist/src/index.js",
  "@beetroot/client/react": "dist/src/react/index.js",
  "@beetroot/client/grids": "dist/src/grids/index.js",
  "@beetroot/client/queries": "dist/src/queries.js",
  "@beetroot/client/images": "dist/src/images.js",
};

/**
 * Returns the entries with their bytes.
 *
 * @returns {Promise<Record<string, number>>}
 */
export async function sizes() {
  /** @type {Record<string, number>} */
  const measured = {};
  for (const [name, file] of Object.entries(ENTRIES)) {
    const { output } = await build({
      configFile: false,
      logLevel: "silent",
      build: {
        write: false,
        modulePreload: { polyfill: false },
        rolldownOptions: {
          input: fileURLToPath(new URL(`../${file}`, import.meta.url)),
          preserveEntrySignatures: "strict",
          external: /^(react|@tanstack\/)/,
        },
      },
    });
    measured[name] = gzipSync(output[0].code, { level: 9 }).length;
  }
  return measured;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const [name, bytes] of Object.entries(await sizes())) {
    console.log(`${name.padEnd(26)}${(bytes / 1000).toFixed(1)} kB`);
  }
}
