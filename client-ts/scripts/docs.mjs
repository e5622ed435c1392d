// Makes the API reference, one file that loads nothing. Redoc takes its own logo from elsewhere, inlined bundle or not.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

const FILE = "../target/page/docs.html";

execFileSync(
  process.execPath,
  [
    "node_modules/@redocly/cli/bin/cli.js",
    "build-docs",
    "../openapi.yaml",
    "--config",
    "redocly.yaml",
    "--inlineBundle",
    "--template",
    "page/docs.hbs",
    "--openapi.jsonSamplesExpandLevel=all",
    "--output",
    FILE,
  ],
  {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
  },
);
writeFileSync(
  FILE,
  readFileSync(FILE, "utf8").replaceAll(/https:\/\/cdn\.redoc\.ly\/redoc\/logo[\w-]*\.svg/g, "data:,"),
);
