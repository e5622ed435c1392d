// Builds the package into dist/: compiles the library and the smoke check, and adds the stylesheet.
import { execFileSync } from "node:child_process";
import { copyFileSync, rmSync, writeFileSync } from "node:fs";

rmSync("dist", { recursive: true, force: true });
for (const project of [".", "smoke"]) {
  execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", project], { stdio: "inherit" });
}
copyFileSync("src/grids/styles.css", "dist/styles.css");
// TypeScript looks for the types of an import without a name, too.
writeFileSync("dist/styles.css.d.ts", "export {};\n");
