import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { command, ROOT } from "./gallery.js";

/** The APIs of `FaultyApis.java`, by their fault. */
export interface FaultyApis {
  url(fault: string): string;
  stop(): Promise<void>;
}

/** Starts them all in one process, which ends with this one at the latest. */
export async function startFaultyApis(): Promise<FaultyApis> {
  const [java, ...args] = command();
  args.splice(-1, 1, "com.beetroot.api.FaultyApis");
  // What the function logs of its faults belongs to them.
  const process = spawn(java!, args, { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
  const log: string[] = [];
  createInterface({ input: process.stderr }).on("line", (line) => log.push(line));
  const ended = new Promise<void>((resolve) => process.once("close", () => resolve()));
  const addresses = await new Promise<Record<string, string>>((resolve, reject) => {
    createInterface({ input: process.stdout }).on("line", (line) => line.startsWith("{") && resolve(JSON.parse(line)));
    process.once("error", reject);
    void ended.then(() => reject(new Error(`The APIs ended at their start:\n${log.join("\n")}`)));
  });
  return {
    url: (fault) => {
      const address = addresses[fault];
      if (address === undefined) {
        throw new Error(`There is no API with the fault ${fault}.`);
      }
      return address;
    },
    stop: () => {
      process.kill();
      return ended;
    },
  };
}
