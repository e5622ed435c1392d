import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// VITE_API names a deployed API, which the page then calls itself; without it the dev server hands /persons to the local gallery.
export default defineConfig({
  root: here("."),
  plugins: [react()],
  resolve: {
    alias: {
      "@beetroot/client/grids": here("../src/grids/index.ts"),
      "@beetroot/client/styles.css": here("../src/grids/styles.css"),
      "@beetroot/client/react": here("../src/react/index.ts"),
      "@beetroot/client": here("../src/index.ts"),
    },
  },
  build: { outDir: here("../../target/page"), emptyOutDir: true },
  server: { host: "127.0.0.1", proxy: { "/persons": process.env.GALLERY ?? "http://localhost:8080" } },
});
