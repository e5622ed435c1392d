import { runChecks } from "./checks.js";
import { HELP, parseOptions, UsageError, type Options } from "./options.js";
import { formatResult, formatSummary, type CheckResult } from "./report.js";
import { SmokeRun } from "./smokeRun.js";

const PASSED = 0;
const FAILED = 1;
const USAGE_ERROR = 2;

/** Runs the command: prints the report and returns the exit code. */
export async function smoke(
  commandLine: string[],
  environment: Record<string, string | undefined>,
  terminal: Pick<Console, "log" | "error">,
): Promise<number> {
  let options: Options | undefined;
  try {
    options = parseOptions(commandLine, environment);
  } catch (thrown) {
    if (thrown instanceof UsageError) {
      terminal.error(`${thrown.message}\n\n${HELP}`);
      return USAGE_ERROR;
    }
    throw thrown;
  }
  if (options === undefined) {
    terminal.log(HELP);
    return PASSED;
  }
  terminal.log(`Smoke check of ${options.baseUrl}\n`);
  const results: CheckResult[] = [];
  for await (const result of runChecks(new SmokeRun(options))) {
    terminal.log(formatResult(result, results));
    results.push(result);
  }
  terminal.log(`\n${formatSummary(results)}`);
  return results.some(({ result }) => result === "failed") ? FAILED : PASSED;
}
