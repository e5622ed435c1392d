import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
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

/** Gives the project what it would have installed next to the package. */
function provide(...names: string[]) {
  for (const name of names.filter((each) => !existsSync(join(project, "node_modules", each)))) {
    mkdirSync(dirname(join(project, "node_modules", name)), { recursive: true });
    symlinkSync(join(PACKAGE, "node_modules", name), join(project, "node_modules", name), "junction");
  }
}

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "beetroot-client-"));
  const [tarball] = JSON.parse(npm(["pack", "--json", "--pack-destination", project], PACKAGE)) as [
    { filename: string; files: { path: string }[] },
  ];
  packed = tarball.files.map((file) => file.path);
  writeFileSync(join(project, "package.json"), '{ "private": true, "type": "module" }');
  npm(["install", "--offline", "--no-audit", "--no-fund", join(project, tarball.filename)], project);
}, 120_000);

afterAll(() => rmSync(project, { recursive: true, force: true }));

describe("the packed package", () => {
  test("holds what it needs, without tests or the page", () => {
    expect(packed).toContain("README.md");
    expect(
      packed.filter(
        (path) =>
          !/^(README\.md|package\.json|dist\/styles\.css(\.d\.ts)?|dist\/(src|generated|smoke)\/[\w/]+\.(js|d\.ts))$/.test(
            path,
          ),
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

  test("loads in a CommonJS module", () => {
    writeFileSync(
      join(project, "script.cjs"),
      `const { createClient } = require("@beetroot/client"); console.log(typeof createClient);`,
    );
    expect(execFileSync(process.execPath, ["script.cjs"], { cwd: project, encoding: "utf8" })).toBe("function\n");
  });

  test("loads its queries and images without React, and the rest next to its peers", () => {
    expect(exportsOf("@beetroot/client/images")).toEqual(["renewImages"]);

    provide("react", "react-dom", "@tanstack/react-query");
    const queries = ["beetrootKeys", "personPhotosQuery", "personQuery", "personsQuery"];
    expect(exportsOf("@beetroot/client/queries")).toEqual(queries);
    expect(exportsOf("@beetroot/client/react")).toEqual([
      "BeetrootProvider",
      "SignedImage",
      ...queries,
      "usePerson",
      "usePersonPhotos",
      "usePersons",
    ]);
    expect(exportsOf("@beetroot/client/grids")).toEqual(["PeopleGrid", "PhotoGrid"]);
  });
});

describe("the examples", () => {
  beforeAll(() => {
    provide(
      "react",
      "react-dom",
      "@tanstack/react-query",
      "@types/react",
      "@types/react-dom",
      "@types/node",
      "csstype",
    );
    provide("vite", "@vitejs/plugin-react");
    cpSync(join(PACKAGE, "examples"), join(project, "examples"), { recursive: true });
  });

  test("compile", () => {
    expect(tsc("-p", "examples")).toBe("");
  });

  test("of a Vite app is built, with the styles", () => {
    const built = spawnSync(
      process.execPath,
      ["node_modules/vite/bin/vite.js", "build", "examples/vite", "--config", "examples/vite/vite.config.ts"],
      { cwd: project, encoding: "utf8" },
    );

    expect(built).toMatchObject({ status: 0, stdout: expect.stringMatching(/assets\/index-\S+\.css/) as string });
  });

  test("of a server renders people and photos of the gallery, and puts no end of a script into the script", () => {
    const gallery = JSON.stringify(inject("gallery"));
    expect(tsc("-p", "examples", "--noEmit", "false", "--outDir", "built")).toBe("");
    const html = node(`
      import { render } from "./built/server/render.js";
      console.log(await render(${gallery}, new URL("http://localhost/")));
      console.log(await render(${gallery}, new URL("http://localhost/?person=anna")));
    `);

    expect(html).toMatch(/<a [^>]*href="\?person=anna"/);
    expect(html.match(/<img [^>]*src="http[^"]+X-Amz-Signature/g)!.length).toBeGreaterThan(30);
    expect(html).toContain("Photos of anna");
    expect(html.match(/<\/script>/g)).toHaveLength(4);
  });
});

describe("the README", () => {
  test("holds code that compiles", () => {
    provide("react", "@tanstack/react-query", "@types/react", "csstype");
    const blocks = [...readme.matchAll(/```(tsx?)\n(.*?)```/gs)];
    expect(blocks.map(([, language]) => language)).toEqual(["tsx", "tsx", "ts", "ts"]);
    blocks.forEach(([, language, code], i) => writeFileSync(join(project, `block${i}.${language}`), code!));
    // In a CommonJS module, too.
    writeFileSync(
      join(project, "block.cts"),
      `import { createClient } from "@beetroot/client"; createClient({ baseUrl: "" });`,
    );
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

    expect(tsc("-p", ".")).toBe("");
  });

  test("stands alone: a tarball has no folder above it", () => {
    expect(readme).not.toMatch(/\]\(\.\.?\//);
  });

  test("names each export", () => {
    const types = ["src/index.d.ts", "src/react/index.d.ts", "src/grids/index.d.ts", "src/queries.d.ts"]
      .map((file) => readFileSync(join(PACKAGE, "dist", file), "utf8"))
      .join("");
    const names = [...types.matchAll(/export (?:type )?\{([^}]+)\}/g)].flatMap(([, list]) =>
      list!.split(",").map((name) => name.trim().replace("type ", "")),
    );
    expect(names.length).toBeGreaterThan(15);
    expect(names.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });

  test("states the sizes", async () => {
    for (const [entry, bytes] of Object.entries(await sizes())) {
      const [, stated] = readme.match(new RegExp(`\`${entry}\` ([\\d.]+) kB`)) ?? [];
      // Compressors differ by a few bytes.
      expect(Math.abs(Number(stated) - bytes / 1000), `${entry}: ${bytes} bytes`).toBeLessThan(0.1);
    }
  });
});

function exportsOf(entry: string): string[] {
  const names = node(`console.log(JSON.stringify(Object.keys(await import(${JSON.stringify(entry)})).sort()))`);
  return JSON.parse(names) as string[];
}

/** Runs the compiler in the project. Returns what it prints: nothing, if all is well. */
function tsc(...options: string[]): string {
  const compiler = join(PACKAGE, "node_modules/typescript/bin/tsc");
  return spawnSync(process.execPath, [compiler, ...options], { cwd: project, encoding: "utf8" }).stdout;
}
