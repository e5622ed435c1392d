import type { Diagnosis, Outcome } from "./outcome.js";

/** The outcome of one check, as the report shows it. */
export interface CheckResult extends Outcome {
  name: string;
  milliseconds: number;
}

const MARKS: Record<Outcome["result"], string> = { passed: "ok", warning: "WARN", failed: "FAIL", skipped: "-" };
const CAUSE = "      cause:  ";
const REMEDY = "      remedy: ";
const WIDTH = 110;

/**
 * Formats one check's result: a line and, unless it passed, its cause and remedy below.
 *
 * @param earlier the results above, whose causes are not repeated
 */
export function formatResult(result: CheckResult, earlier: CheckResult[]): string {
  const { name, found, diagnosis, milliseconds } = result;
  const time = result.result === "skipped" ? "" : `${Math.round(milliseconds)} ms`;
  const line = `${MARKS[result.result].padEnd(5)} ${name.padEnd(28)} ${time.padStart(8)}  ${found}`;
  const repeated = earlier.some(
    (other) => other.diagnosis?.cause === diagnosis?.cause && other.diagnosis?.remedy === diagnosis?.remedy,
  );
  return [line, ...(diagnosis ? (repeated ? wrap(CAUSE, "as above") : formatDiagnosis(diagnosis)) : [])].join("\n");
}

function formatDiagnosis({ cause, remedy }: Diagnosis): string[] {
  return [...wrap(CAUSE, cause), ...wrap(REMEDY, remedy)];
}

function wrap(label: string, text: string): string[] {
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

/** Formats the last line: how many checks ended how. */
export function formatSummary(results: CheckResult[]): string {
  const count = (result: Outcome["result"]) => results.filter((other) => other.result === result).length;
  return [
    `${count("passed")} of ${results.length} passed`,
    count("warning") > 0 && `${count("warning")} with a warning`,
    count("failed") > 0 && `${count("failed")} failed`,
    count("skipped") > 0 && `${count("skipped")} skipped`,
  ]
    .filter(Boolean)
    .join(", ");
}
