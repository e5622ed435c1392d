import { diagnoseCors } from "../diagnosis/cors.js";
import { failed, passed, SkipCheck, skipped, type Outcome } from "../outcome.js";
import type { SmokeRun } from "../smokeRun.js";

/** Used if no origin is given: only an API that is open to every origin allows it. */
const ANY = "https://origin.invalid";

const ONE_ORIGIN = "not needed: the page and the API share an origin";

/** Checks the preflight that a browser sends, without a token, before a call with one. */
export async function answersPreflights(run: SmokeRun): Promise<Outcome> {
  if (!run.reachable && !run.unauthorized) {
    throw new SkipCheck("the API was not reached");
  }
  return run.sharesOrigin ? passed(ONE_ORIGIN) : callAsBrowser(run, "/persons", true);
}

/** Checks that the web app may read both a successful response and an error. */
export async function allowsOrigin(run: SmokeRun): Promise<Outcome> {
  run.requireApi();
  if (run.sharesOrigin) {
    return passed(ONE_ORIGIN);
  }
  const success = await callAsBrowser(run, "/persons?limit=1", false);
  const error = await callAsBrowser(run, "/persons?limit=0", false);
  return success.result !== "passed"
    ? success
    : error.result !== "passed"
      ? error
      : passed(`responses and errors, ${error.found}`);
}

async function callAsBrowser(run: SmokeRun, path: string, preflight: boolean): Promise<Outcome> {
  const { origin, token } = run.options;
  const { status, headers } = await run.api.get(path, {
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
  // Without an origin to check, it is no fault that the API allows others.
  if (
    diagnosis &&
    origin === undefined &&
    status < 300 &&
    (allowOrigin === null || /^https?:\/\/[^,]*$/.test(allowOrigin))
  ) {
    return skipped(`${found}; give yours with --origin`);
  }
  return diagnosis ? failed(found, diagnosis) : passed(allowed);
}
