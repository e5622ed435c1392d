import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, inject, test } from "vitest";
import { command, ROOT } from "./gallery.js";
import manifest from "../package.json" with { type: "json" };

// The documents of the whole repository: what they link to, name and tell the reader to run exists.

const NOT_OURS = new Set(["node_modules", "target", "dist", "generated", ".git"]);

const files = filesBelow(ROOT).map((file) => relative(ROOT, file).replaceAll("\\", "/"));
const pages = files.filter((file) => file.endsWith(".md"));
const readme = read("README.md");
const pom = read("pom.xml");

describe.each(pages)("%s", (page) => {
  const text = read(page);

  test("links to files and headings that exist", () => {
    const broken = links(text).filter((link) => {
      const [path, anchor] = link.split("#");
      const target = path ? join(dirname(page), decodeURIComponent(path)).replaceAll("\\", "/") : page;
      return !existsSync(ROOT + target) || (anchor !== undefined && !anchors(read(target)).has(anchor));
    });
    expect(broken).toEqual([]);
  });

  test("names files and classes that exist", () => {
    const ours = /^(src|client-ts|\.ci|\.github)\/[\w./-]+$/;
    const missing = inlineCode(text).filter((name) =>
      ours.test(name)
        ? !existsSync(ROOT + name)
        : /^com\.beetroot\.[\w.]+$/.test(name)
          ? !files.some((file) => `${file.replaceAll("/", ".")}.`.includes(`.java.${name}.`))
          : /^\w+\.(java|py)$/.test(name)
            ? !files.some((file) => file.endsWith(`/${name}`))
            : /^[A-Z]\w+(Test|IT)$/.test(name) && !files.some((file) => file.endsWith(`/${name}.java`)),
    );
    expect(missing).toEqual([]);
  });

  test("names commands that exist", () => {
    expect(commands(text).flatMap((words) => faults(words).map((fault) => `${words.join(" ")}: ${fault}`))).toEqual([]);
  });
});

test("the commands are found, and a wrong one is noticed", () => {
  expect(commands(readme).map((words) => words.join(" "))).toEqual(
    expect.arrayContaining(["./mvnw -Pgallery", "./mvnw verify", "./mvnw -Pgallery -Dgallery=--help"]),
  );
  const wrong = [
    "./mvnw -Pgalery",
    "./mvnw verfy",
    "./mvnw spotles:apply",
    "./mvnw test -Dtst=ErrorsTest",
    "./mvnw test -Dtest=NoSuchTest",
    "./mvnw -Pbenchmark -Dbenchmark=NoBenchmark",
    './mvnw -Pgallery -Dgallery="--persons=9"',
    "npm run formt --prefix client-ts",
    "npm run -s --prefix client-ts smoke -- --orgin=https://photos.example",
    "npm install target/beetroot-client-0.0.0.tgz",
    "npx beetroot-smok",
  ];
  expect(wrong.filter((line) => commands(`\`${line}\``).flatMap(faults).length !== 1)).toEqual([]);
});

describe("the README", () => {
  test("has at most 200 lines", () => {
    expect(readme.trimEnd().split("\n").length).toBeLessThanOrEqual(200);
  });

  test("leads to every other page", () => {
    const reached = new Set(["README.md"]);
    for (const page of reached) {
      links(read(page))
        .map((link) => join(dirname(page), link.split("#")[0]!).replaceAll("\\", "/"))
        .filter((target) => pages.includes(target))
        .forEach((target) => reached.add(target));
    }
    expect(pages.filter((page) => !reached.has(page))).toEqual([]);
  });

  test("maps files and folders that exist", () => {
    const lines = fences(readme)
      .find(({ code }) => code.startsWith("openapi.yaml"))!
      .code.trimEnd()
      .split("\n");
    const folders: string[] = [];
    for (const line of lines) {
      const [, indent, names] = line.match(/^( *)(\S+(?:, \S+)*)(?: {2}|$)/)!;
      for (const name of names!.split(", ")) {
        folders.splice(indent!.length / 2, Infinity, name);
        expect(existsSync(ROOT + folders.join("")), folders.join("")).toBe(true);
      }
    }
  });

  test("shows what the function answers", async () => {
    const examples = fences(readme).filter(({ language }) => language === "console");
    expect(examples.length).toBeGreaterThan(0);
    for (const { code } of examples) {
      const [, url, answer] = code.match(/^\$ curl '(\S+)'\n(.*)\n$/s)!;
      const response = await fetch(url!.replace("http://localhost:8080", inject("gallery")));
      expect(changing(await response.text())).toMatch(pattern(changing(answer!)));
    }
  });
});

test("the configuration page describes the settings that the code reads, and no others", () => {
  const settings = files
    .filter((file) => /^src\/main\/.*\/config\/\w+\.java$/.test(file))
    .map(read)
    .join("\n");
  const table = read("src/docs/configuration.md")
    .match(/^\|.*\|$/gm)!
    .join("\n");
  const variables = /(?<=["`])[A-Z]+(_[A-Z]+)+(?=["`])/g;

  expect([...new Set(table.match(variables))].sort()).toEqual([...new Set(settings.match(variables))].sort());
});

/** What is wrong with a command, in words. */
function faults([program, ...args]: string[]): string[] {
  switch (program) {
    case "./mvnw":
      return args.flatMap(mavenFault);
    case "npm":
      return npmFaults(args);
    default:
      return args[0] && args[0] in manifest.bin ? unknownOptions(args, smokeHelp()) : [`no program ${args[0]}`];
  }
}

function mavenFault(word: string): string[] {
  const PHASES = "clean validate generate-sources process-test-classes test-compile test package verify install".split(
    " ",
  );
  if (word.startsWith("-P")) {
    return pom.includes(`<profile>\n      <id>${word.slice(2)}</id>`) ? [] : ["no such profile"];
  }
  if (word.startsWith("-D")) {
    const [, name, value] = word.match(/^-D([\w.]+)(?:=(.*))?$/s)!;
    return propertyFaults(name!, value ?? "");
  }
  if (word.includes(":")) {
    return pom.includes(`<artifactId>${word.split(":")[0]}-maven-plugin</artifactId>`) ? [] : ["no such plugin"];
  }
  return PHASES.includes(word) || /^-[qB]$|^--(batch-mode|quiet)$/.test(word) ? [] : ["no such phase"];
}

function propertyFaults(name: string, value: string): string[] {
  switch (name) {
    case "test":
      return value
        .split(",")
        .filter((type) => !files.some((file) => file.startsWith("src/test/") && file.endsWith(`/${type}.java`)))
        .map((type) => `no test ${type}`);
    case "benchmark":
      return existsSync(`${ROOT}src/bench/java/com/beetroot/bench/${value}.java`) ? [] : ["no such benchmark"];
    case "gallery":
      return unknownOptions(value.split(" "), galleryHelp());
    default:
      return pom.includes(`<${name}>`) || javaSources().includes(`"${name}"`) ? [] : [`no property ${name}`];
  }
}

function npmFaults(args: string[]): string[] {
  const end = args.indexOf("--");
  const own = (end < 0 ? args : args.slice(0, end)).filter(
    (word, i, all) => !/^-/.test(word) && all[i - 1] !== "--prefix",
  );
  const [verb, name] = own;
  switch (verb) {
    case "run":
      return !(name! in manifest.scripts)
        ? ["no such script"]
        : name === "smoke"
          ? unknownOptions(end < 0 ? [] : args.slice(end + 1), smokeHelp())
          : [];
    case "install":
      return name === `target/beetroot-client-${manifest.version}.tgz` ? [] : ["no such package"];
    default:
      return verb === "test" || verb === "ci" ? [] : ["no such npm command"];
  }
}

function unknownOptions(args: string[], help: string): string[] {
  return args
    .map((arg) => arg.split("=")[0]!)
    .filter((option) => option.startsWith("--") && !help.includes(`  ${option}`))
    .map((option) => `no option ${option}`);
}

let gallery: string | undefined;
function galleryHelp(): string {
  const [java, ...args] = command();
  return (gallery ??= execFileSync(java!, [...args, "--help"], { cwd: ROOT, encoding: "utf8" }));
}

let smoke: string | undefined;
function smokeHelp(): string {
  const main = join(ROOT, "client-ts", manifest.bin["beetroot-smoke"]);
  return (smoke ??= execFileSync(process.execPath, [main, "--help"], { encoding: "utf8" }));
}

let java: string | undefined;
function javaSources(): string {
  return (java ??= files
    .filter((file) => file.endsWith(".java"))
    .map(read)
    .join("\n"));
}

/** The commands for Maven and npm in code blocks and in inline code, each as its words. */
function commands(text: string): string[][] {
  const lines = [...fences(text).flatMap(({ code }) => code.split("\n")), ...inlineCode(text)];
  return lines
    .flatMap((line) => line.replace(/^\$ /, "").split(" && "))
    .map((line) => line.replace(/ +#.*/, "").replace(/^(\w+=\S+ )+/, ""))
    .filter((line) => /^(\.\/mvnw|npm|npx) /.test(line))
    .map((line) => [...line.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)].map(([word]) => word.replaceAll(/["']/g, "")));
}

function fences(text: string): { language: string; code: string }[] {
  return [...text.matchAll(/^( *)```(\w*)\n(.*?)^\1```$/gms)].map(([, , language, code]) => ({
    language: language!,
    code: code!,
  }));
}

function prose(text: string): string {
  return text.replace(/^( *)```.*?^\1```$/gms, "");
}

function inlineCode(text: string): string[] {
  return [...prose(text).matchAll(/`([^`]+)`/g)].map(([, code]) => code!.replaceAll(/\s+/g, " "));
}

/** The links that do not leave the repository. */
function links(text: string): string[] {
  return [...prose(text).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link]) => link!)
    .filter((link) => !/^[a-z]+:/.test(link));
}

/** The anchors of the headings, as GitHub names them. */
function anchors(text: string): Set<string> {
  const seen = new Map<string, number>();
  return new Set(
    [...prose(text).matchAll(/^#{1,6} +(.+)$/gm)].map(([, heading]) => {
      const slug = heading!
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
        .replaceAll(" ", "-");
      const before = seen.get(slug) ?? 0;
      seen.set(slug, before + 1);
      return before === 0 ? slug : `${slug}-${before}`;
    }),
  );
}

/** A response without what differs between two galleries: the port of S3, and the moment. */
function changing(answer: string): string {
  return answer
    .replaceAll(/127\.0\.0\.1:\d+/g, "127.0.0.1:PORT")
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, "MOMENT");
}

/** A text in which … stands for anything. */
function pattern(text: string): RegExp {
  const parts = text.split("…").map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".+")}$`);
}

function read(file: string): string {
  return readFileSync(join(ROOT, file), "utf8");
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    NOT_OURS.has(entry.name)
      ? []
      : entry.isDirectory()
        ? filesBelow(join(folder, entry.name))
        : [join(folder, entry.name)],
  );
}
