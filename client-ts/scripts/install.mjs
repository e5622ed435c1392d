// npm ci, unless node_modules holds already what the lock file says.
import { execSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const stamp = here("node_modules/.installed");
const wanted = createHash("sha256");
for (const file of ["package.json", "package-lock.json"]) {
  wanted.update(readFileSync(here(file)));
}
// Some packages bring one binary for each platform and Node's ABI.
wanted.update(`${process.platform} ${process.arch} ${process.versions.modules}`);
const hash = wanted.digest("hex");

if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== hash) {
  execSync("npm ci --no-audit --no-fund", { cwd: here("."), stdio: "inherit" });
  writeFileSync(stamp, hash);
}
