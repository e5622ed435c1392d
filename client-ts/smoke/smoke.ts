import { run } from "./checks.js";
import { HELP, optionsOf, WrongUse, type Options } from "./options.js";
import { rowOf, summaryOf, type Line } from "./report.js";
import { Visit } from "./visit.js";

const PASSED = 0;
const FAILED = 1;
const WRONG_USE = 2;

/** The command: prints the report and gives the exit code. */
export async function smoke(
  commandLine: string[],
  environment: Record<string, string | undefined>,
  terminal: Pick<Console, "log" | "error">,
): Promise<number> {
  let options: Options | undefined;
  try {
    options = optionsOf(commandLine, environment);
  } catch (thrown) {
    if (thrown instanceof WrongUse) {
      terminal.error(`${thrown.message}\n\n${HELP}`);
      return WRONG_USE;
    }
    throw thrown;
  }
  if (options === undefined) {
    terminal.log(HELP);
    return PASSED;
  }
  terminal.log(`Smoke check of ${options.baseUrl}\n`);
  const lines: Line[] = [];
  for await (const line of run(new Visit(options))) {
    terminal.log(rowOf(line, lines));
    lines.push(line);
  }
  terminal.log(`\n${summaryOf(lines)}`);
  return lines.some(({ result }) => result === "failed") ? FAILED : PASSED;
}
