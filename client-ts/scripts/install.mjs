// Runs npm ci here and for the linter, unless node_modules already holds what the lock file says.
import { execSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

for (const folder of ["", "lint/"]) {
  install(fileURLToPath(new URL(`../${folder}`, import.meta.url)));
}

/** @param {string} folder */
function install(folder) {
  const stamp = `${folder}node_modules/.installed`;
  const wanted = createHash("sha256");
  for (const file of ["package.json", "package-lock.json"]) {
    wanted.update(readFileSync(folder + file));
  }
  // Some packages bring one binary for each platform and version of Node's ABI.
  wanted.update(`${process.platform} ${process.arch} ${process.versions.modules}`);
  const hash = wanted.digest("hex");

  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== hash) {
    execSync("npm ci --no-audit --no-fund", { cwd: folder, stdio: "inherit" });
    writeFileSync(stamp, hash);
  }
}
