import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const COMMAND = `${ROOT}target/gallery-command.json`;

/** A local gallery that runs for a test. */
export interface Gallery {
  /** Where it answers, such as `http://localhost:34567`. */
  url: string;
  /** Where its DynamoDB answers, to whomever signs with the account that is made up for it. */
  dynamoDb: string;
  stop(): Promise<void>;
}

/**
 * Starts a local gallery of its own on a free port, with the options that `./mvnw -Pgallery -Dgallery=--help` lists.
 * It ends with this process at the latest.
 */
export async function startGallery(...options: string[]): Promise<Gallery> {
  const [java, ...args] = command();
  const process = spawn(java!, [...args, "--port=0", ...options], { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<void>((resolve) => process.once("close", () => resolve()));
  const printed: string[] = [];
  let url = "";
  const dynamoDb = await new Promise<string>((resolve, reject) => {
    createInterface({ input: process.stdout }).on("line", (line) => {
      printed.push(line);
      const [, name, address] = line.match(/^(The gallery is open:|DynamoDB Local) +(http\S+)/) ?? [];
      if (name === "DynamoDB Local") {
        resolve(address!);
      } else if (name !== undefined) {
        url = address!;
      }
    });
    process.once("error", reject);
    void ended.then(() => reject(new Error(`The gallery ended at its start:\n${printed.join("\n")}`)));
  });
  return {
    url,
    dynamoDb,
    stop: () => {
      process.kill();
      return ended;
    },
  };
}

/** The command that starts a gallery; its last word is the main class. */
export function command(): string[] {
  try {
    return JSON.parse(readFileSync(COMMAND, "utf8")) as string[];
  } catch (missing) {
    throw new Error(
      `How to start the gallery is not known yet: run ./mvnw process-test-classes once, or set GALLERY to one that runs.`,
      {
        cause: missing,
      },
    );
  }
}
