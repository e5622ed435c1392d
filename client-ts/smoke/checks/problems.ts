import { randomUUID } from "node:crypto";
import { diagnoseApi } from "../faults.js";
import { failed, passed, type Outcome } from "../outcome.js";
import { Missing, type Visit } from "../visit.js";

/** What the contract answers to what nobody has and nobody may ask. */
export async function answersProblems(visit: Visit): Promise<Outcome> {
  if (!visit.reached) {
    throw new Missing("the API was not reached");
  }
  const expected: [path: string, status: number, error: string][] = [
    [`/persons/${randomUUID()}`, 404, "not found"],
    [`/${randomUUID()}`, 404, "not found"],
    ["/persons/one/two/photos", 400, "bad path"],
    ["/persons?limit=0", 400, "bad request"],
    ["/persons?cursor=none", 400, "bad request"],
  ];
  for (const [path, status, error] of expected) {
    const response = await visit.get(path);
    const body = await response.text();
    const problem = response.headers.get("Content-Type")?.startsWith("application/problem+json")
      ? JSON.parse(body)
      : undefined;
    if (response.status !== status || problem?.error !== error) {
      const shown = path.replace(/[0-9a-f-]{36}/, "<unknown>");
      return failed(
        `${shown}: HTTP ${response.status}, ${problem ? `"${problem.error}"` : "no problem"}`,
        response.ok
          ? {
              cause: "Something between answers in the API's place.",
              remedy: "Hand every path and query on to the function unchanged.",
            }
          : diagnoseApi({ status: response.status, problem, body, tokenGiven: visit.options.token !== undefined }),
      );
    }
  }
  return passed(`${expected.length} wrong requests, each with its problem`);
}
