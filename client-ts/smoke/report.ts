import type { Diagnosis, Outcome } from "./outcome.js";

/** A check's line of the report. */
export interface Line extends Outcome {
  name: string;
  milliseconds: number;
}

const MARKS: Record<Outcome["result"], string> = { passed: "ok", warning: "WARN", failed: "FAIL", "not checked": "-" };
const CAUSE = "      cause:  ";
const REMEDY = "      remedy: ";
const WIDTH = 110;

/**
 * One row for each check, with cause and remedy below it where it did not pass.
 *
 * @param before the lines above, whose causes are not told again
 */
export function rowOf({ name, result, found, diagnosis, milliseconds }: Line, before: Line[]): string {
  const time = result === "not checked" ? "" : `${Math.round(milliseconds)} ms`;
  const row = `${MARKS[result].padEnd(5)} ${name.padEnd(28)} ${time.padStart(8)}  ${found}`;
  const told = before.some(
    (line) => line.diagnosis?.cause === diagnosis?.cause && line.diagnosis?.remedy === diagnosis?.remedy,
  );
  return [row, ...(diagnosis ? (told ? wrapped(CAUSE, "as above") : advice(diagnosis)) : [])].join("\n");
}

function advice({ cause, remedy }: Diagnosis): string[] {
  return [...wrapped(CAUSE, cause), ...wrapped(REMEDY, remedy)];
}

function wrapped(label: string, text: string): string[] {
  const lines: string[] = [];
  let line = label;
  for (const word of text.split(" ")) {
    if (line.length + word.length > WIDTH && line.trim() !== "") {
      lines.push(line.trimEnd());
      line = " ".repeat(label.length);
    }
    line += `${word} `;
  }
  return [...lines, line.trimEnd()];
}

/** The last line: how many checks ended how. */
export function summaryOf(lines: Line[]): string {
  const count = (result: Outcome["result"]) => lines.filter((line) => line.result === result).length;
  const [good, warnings, failures, open] = [count("passed"), count("warning"), count("failed"), count("not checked")];
  return [
    `${good} of ${lines.length} passed`,
    warnings > 0 && `${warnings} with a warning`,
    failures > 0 && `${failures} failed`,
    open > 0 && `${open} not checked`,
  ]
    .filter(Boolean)
    .join(", ");
}
