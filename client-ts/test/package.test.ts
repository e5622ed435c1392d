import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { sizes } from "../scripts/size.mjs";

const PACKAGE = fileURLToPath(new URL("..", import.meta.url));
const readme = readFileSync(join(PACKAGE, "README.md"), "utf8");

/** An empty project that has installed the packed package, and nothing else. */
let project: string;
let packed: string[];

function npm(args: string[], cwd: string): string {
  return execFileSync("npm", args, { cwd, encoding: "utf8", shell: process.platform === "win32" });
}

function node(script: string): string {
  writeFileSync(join(project, "script.mjs"), script);
  return execFileSync(process.execPath, ["script.mjs"], { cwd: project, encoding: "utf8" });
}

/** Lets the project see what it would have installed beside the package. */
function provide(...names: string[]) {
  for (const name of names) {
    mkdirSync(dirname(join(project, "node_modules", name)), { recursive: true });
    symlinkSync(join(PACKAGE, "node_modules", name), join(project, "node_modules", name), "junction");
  }
}

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "beetroot-client-"));
  const [tarball] = JSON.parse(npm(["pack", "--json", "--pack-destination", project], PACKAGE));
  packed = tarball.files.map((file: { path: string }) => file.path);
  writeFileSync(join(project, "package.json"), '{ "private": true, "type": "module" }');
  npm(["install", "--offline", "--no-audit", "--no-fund", join(project, tarball.filename)], project);
}, 120_000);

afterAll(() => rmSync(project, { recursive: true, force: true }));

describe("the packed package", () => {
  test("holds what it needs, without tests or the page", () => {
    expect(packed).toContain("README.md");
    expect(
      packed.filter(
        (path) => !/^(README\.md|package\.json|dist\/(src|generated|smoke)\/[\w/]+\.(js|d\.ts))$/.test(path),
      ),
    ).toEqual([]);
  });

  test("reads the gallery under plain Node, with nothing beside it", () => {
    const output = node(`
      import { createClient } from "@beetroot/client";
      const { persons } = await createClient({ baseUrl: ${JSON.stringify(inject("gallery"))} }).listPersons({ limit: 1 });
      console.log(persons[0].personId);
    `);
    expect(output).toBe("anna\n");
  });

  test("checks the gallery by its command, likewise", () => {
    const command = join(project, "node_modules/.bin/beetroot-smoke");
    const run = (...options: string[]) =>
      spawnSync(command, options, { cwd: project, encoding: "utf8", shell: process.platform === "win32" });

    expect(run(inject("gallery"))).toMatchObject({ status: 0, stdout: expect.stringContaining("13 of 14 passed") });
    expect(run("http://127.0.0.1:9")).toMatchObject({
      status: 1,
      stdout: expect.stringContaining("The API is unreachable"),
    });
    expect(run()).toMatchObject({ status: 2, stderr: expect.stringContaining("Usage: beetroot-smoke") });
  });

  test("loads its React part beside its peers", () => {
    provide("react", "@tanstack/react-query");

    expect(exportsOf("@beetroot/client/react")).toEqual([
      "BeetrootProvider",
      "SignedImage",
      "usePerson",
      "usePersonPhotos",
      "usePersons",
    ]);
  });
});

describe("the README", () => {
  test("holds code that compiles", () => {
    provide("@types/react");
    const blocks = [...readme.matchAll(/```(tsx?)\n(.*?)```/gs)];
    expect(blocks.map(([, language]) => language)).toEqual(["tsx", "ts"]);
    blocks.forEach(([, language, code], i) => writeFileSync(join(project, `block${i}.${language}`), code!));
    writeFileSync(
      join(project, "tsconfig.json"),
      JSON.stringify({
        compilerOptions: {
          strict: true,
          noEmit: true,
          target: "ES2022",
          module: "NodeNext",
          jsx: "react-jsx",
          lib: ["ES2022", "DOM"],
          types: [],
        },
        include: ["block*"],
      }),
    );

    expect(
      run(() =>
        execFileSync(process.execPath, [join(PACKAGE, "node_modules/typescript/bin/tsc"), "-p", project], {
          encoding: "utf8",
        }),
      ),
    ).toBe("");
  });

  test("names each export", () => {
    const types = ["src/index.d.ts", "src/react/index.d.ts"]
      .map((file) => readFileSync(join(PACKAGE, "dist", file), "utf8"))
      .join("");
    const names = [...types.matchAll(/export (?:type )?\{([^}]+)\}/g)].flatMap(([, list]) =>
      list!.split(",").map((name) => name.trim().replace("type ", "")),
    );
    expect(names.length).toBeGreaterThan(15);
    expect(names.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });

  test("tells the sizes as they are", async () => {
    for (const [entry, bytes] of Object.entries(await sizes())) {
      const [, told] = readme.match(new RegExp(`\`${entry}\` ([\\d.]+) kB`)) ?? [];
      // Compressors differ by a few bytes.
      expect(Math.abs(Number(told) - bytes / 1000), `${entry}: ${bytes} bytes`).toBeLessThan(0.1);
    }
  });
});

function exportsOf(entry: string): string[] {
  return JSON.parse(node(`console.log(JSON.stringify(Object.keys(await import(${JSON.stringify(entry)})).sort()))`));
}

/** What a compiler prints, also where it fails. */
function run(compile: () => string): string {
  try {
    return compile();
  } catch (failed) {
    return (failed as { stdout: string }).stdout;
  }
}
