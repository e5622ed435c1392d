import { answersPreflights, letsOriginsRead } from "./checks/browsers.js";
import { opensFace, opensPhoto, opensThumbnail } from "./checks/images.js";
import { asksForToken, keepsBucketsPrivate } from "./checks/privacy.js";
import { answersProblems } from "./checks/problems.js";
import { followsCursors, listsPeople, listsPhotos, readsOnePerson } from "./checks/rows.js";
import { clocksAgree, promisesTime } from "./checks/times.js";
import { notChecked, type Outcome } from "./outcome.js";
import type { Line } from "./report.js";
import { Missing, type Visit } from "./visit.js";

/** All checks in order: the later ones use what the earlier have found. */
const CHECKS: [name: string, check: (visit: Visit) => Promise<Outcome>][] = [
  ["lists people", listsPeople],
  ["reads one person", readsOnePerson],
  ["follows cursors", followsCursors],
  ["opens a thumbnail", opensThumbnail],
  ["lists the person's photos", listsPhotos],
  ["opens a photo", opensPhoto],
  ["opens a face in a photo", opensFace],
  ["keeps URLs until expiresAt", promisesTime],
  ["clocks agree", clocksAgree],
  ["answers CORS preflights", answersPreflights],
  ["lets the origin read", letsOriginsRead],
  ["keeps buckets private", keepsBucketsPrivate],
  ["asks for a token", asksForToken],
  ["answers errors as problems", answersProblems],
];

/** Runs one check after the other, so that the times are theirs. */
export async function* run(visit: Visit): AsyncGenerator<Line, void, undefined> {
  for (const [name, check] of CHECKS) {
    const start = performance.now();
    const outcome = await check(visit).catch((thrown: unknown) =>
      thrown instanceof Missing ? notChecked(thrown.message) : visit.failure(thrown),
    );
    yield { name, ...outcome, milliseconds: performance.now() - start };
  }
}
