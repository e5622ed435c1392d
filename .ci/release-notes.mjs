// Prints a version's entry of CHANGELOG.md, once the tag agrees with every file that names the version:
// node .ci/release-notes.mjs v1.0.0
import { readFileSync } from "node:fs";

const [tag = ""] = process.argv.slice(2);
const read = (file) => readFileSync(new URL(`../${file}`, import.meta.url), "utf8");
const version = tag.replace(/^v/, "");

const versions = {
  "pom.xml": /<artifactId>beetroot-api<\/artifactId>\s*<version>([^<]+)</.exec(read("pom.xml"))?.[1],
  "openapi.yaml": /^ {2}version: ['"]?([\w.-]+)/m.exec(read("openapi.yaml"))?.[1],
  "client-ts/package.json": JSON.parse(read("client-ts/package.json")).version,
};
const others = Object.entries(versions).filter(([, other]) => other !== version);
if (!/^v\d+\.\d+\.\d+$/.test(tag) || others.length > 0) {
  fail(`The tag ${tag || "(none)"} must be v and the version of: ${JSON.stringify(versions)}.`);
}

const entries = read("CHANGELOG.md").split(/^(?=## \[)/m);
const entry = entries.find((text) => text.startsWith(`## [${version}] - `));
if (entry === undefined) {
  fail(`CHANGELOG.md has no entry "## [${version}] - <date>".`);
}
console.log(entry.replace(/^.*\n+/, "").trimEnd());

function fail(message) {
  console.error(message);
  process.exit(1);
}
