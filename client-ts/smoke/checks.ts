import { keepsBucketsPrivate, requiresToken } from "./checks/access.js";
import { allowsOrigin, answersPreflights } from "./checks/cors.js";
import { opensFace, opensPhoto, opensThumbnail } from "./checks/images.js";
import { followsCursors, listsPeople, listsPhotos, readsOnePerson } from "./checks/lists.js";
import { reportsProblems } from "./checks/problems.js";
import { clocksAgree, keepsUrls } from "./checks/timing.js";
import { SkipCheck, skipped, type Outcome } from "./outcome.js";
import type { CheckResult } from "./report.js";
import type { SmokeRun } from "./smokeRun.js";

/** All checks in order: later ones use what earlier ones found. */
const CHECKS: [name: string, check: (run: SmokeRun) => Promise<Outcome>][] = [
  ["lists people", listsPeople],
  ["reads one person", readsOnePerson],
  ["follows cursors", followsCursors],
  ["opens a thumbnail", opensThumbnail],
  ["lists the person's photos", listsPhotos],
  ["opens a photo", opensPhoto],
  ["opens a face in a photo", opensFace],
  ["keeps URLs until expiresAt", keepsUrls],
  ["clocks agree", clocksAgree],
  ["answers CORS preflights", answersPreflights],
  ["allows the origin", allowsOrigin],
  ["keeps buckets private", keepsBucketsPrivate],
  ["requires a token", requiresToken],
  ["reports errors as problems", reportsProblems],
];

/** Runs one check after the other, so that each time is its own. */
export async function* runChecks(run: SmokeRun): AsyncGenerator<CheckResult, void, undefined> {
  for (const [name, check] of CHECKS) {
    const start = performance.now();
    const outcome = await check(run).catch((thrown: unknown) =>
      thrown instanceof SkipCheck ? skipped(thrown.message) : run.failure(thrown),
    );
    yield { name, ...outcome, milliseconds: performance.now() - start };
  }
}
