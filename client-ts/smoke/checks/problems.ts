import { randomUUID } from "node:crypto";
import { diagnoseApi } from "../diagnosis/api.js";
import { failed, passed, type Outcome } from "../outcome.js";
import { describeError, type SmokeRun } from "../smokeRun.js";

/** Checks that requests for what does not exist, and requests that are wrong, get the contract's errors. */
export async function reportsProblems(run: SmokeRun): Promise<Outcome> {
  run.requireApi();
  const expected: [path: string, status: number, error: string][] = [
    [`/persons/${randomUUID()}`, 404, "not found"],
    [`/${randomUUID()}`, 404, "not found"],
    ["/persons/one/two/photos", 400, "bad path"],
    ["/persons?limit=0", 400, "bad request"],
    ["/persons?cursor=none", 400, "bad request"],
  ];
  for (const [path, status, error] of expected) {
    const response = await run.api.get(path);
    const body = await response.text();
    const problem = response.headers.get("Content-Type")?.startsWith("application/problem+json")
      ? JSON.parse(body)
      : undefined;
    if (response.status !== status || problem?.error !== error) {
      const shown = path.replace(/[0-9a-f-]{36}/, "<unknown>");
      const tokenGiven = run.options.token !== undefined;
      return failed(
        `${shown}: ${describeError(response.status, problem?.error, body)}`,
        response.ok
          ? {
              cause: "Something in front of the API answers in its place.",
              remedy: "Pass every path and query on to the function unchanged.",
            }
          : diagnoseApi({ status: response.status, problem, body, tokenGiven, reachable: true }),
      );
    }
  }
  return passed(`${expected.length} wrong requests, each with its problem`);
}
