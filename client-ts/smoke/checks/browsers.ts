import { diagnoseCors } from "../faults.js";
import { failed, notChecked, passed, type Outcome } from "../outcome.js";
import { Missing, type Visit } from "../visit.js";

/** Where no origin is named: only an API that is open to all can be checked with it. */
const ANY = "https://origin.invalid";

/** What a browser asks before a call with a token. It works without one. */
export async function answersPreflights(visit: Visit): Promise<Outcome> {
  if (!visit.reached && !visit.refused) {
    throw new Missing("the API was not reached");
  }
  return asBrowser(visit, "/persons", true);
}

/** An answer and an error, both of which the web app must be able to read. */
export async function letsOriginsRead(visit: Visit): Promise<Outcome> {
  if (!visit.reached) {
    throw new Missing("the API was not reached");
  }
  const answer = await asBrowser(visit, "/persons?limit=1", false);
  const error = await asBrowser(visit, "/persons?limit=0", false);
  return answer.result !== "passed"
    ? answer
    : error.result !== "passed"
      ? error
      : passed(`answers and errors, ${error.found}`);
}

async function asBrowser(visit: Visit, path: string, preflight: boolean): Promise<Outcome> {
  const { origin, token } = visit.options;
  const { status, headers } = await visit.get(path, {
    headers: {
      Origin: origin ?? ANY,
      ...(preflight && { "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization" }),
    },
    ...(preflight && { method: "OPTIONS", token: false }),
  });
  const allowOrigin = headers.get("Access-Control-Allow-Origin");
  const diagnosis = diagnoseCors({
    origin: origin ?? ANY,
    preflight,
    status,
    allowOrigin,
    allowMethods: headers.get("Access-Control-Allow-Methods") ?? "",
    allowHeaders: headers.get("Access-Control-Allow-Headers") ?? "",
    tokenGiven: token !== undefined,
  });
  const allowed = `allowed: ${allowOrigin === "*" ? "any origin" : (allowOrigin ?? "none")}`;
  const found = `HTTP ${status}, ${allowed}`;
  // Without an origin to check, one that names others is no fault.
  if (
    diagnosis &&
    origin === undefined &&
    status < 300 &&
    (allowOrigin === null || /^https?:\/\/[^,]*$/.test(allowOrigin))
  ) {
    return notChecked(`${found}; give yours with --origin`);
  }
  return diagnosis ? failed(found, diagnosis) : passed(allowed);
}
