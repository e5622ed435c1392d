import { CLOCK_TOLERANCE } from "../faults.js";
import { failed, passed, warning, type Outcome } from "../outcome.js";
import { Missing, type Visit } from "../visit.js";

/** A page needs some time with its URLs before it asks again (ms). */
const SHORT = 60_000;

/** The promise lies ahead, and every URL is made to keep it. */
export async function promisesTime(visit: Visit): Promise<Outcome> {
  if (visit.promises.length === 0) {
    throw new Missing("there is no URL");
  }
  const broken = visit.promises.find(({ url, expiresAt }) => url.endsAt !== undefined && url.endsAt < expiresAt);
  if (broken !== undefined) {
    return failed(`URLs end ${duration(broken.expiresAt.getTime() - broken.url.endsAt!.getTime())} before expiresAt`, {
      cause: "The API promises more than its URLs hold.",
      remedy: "This is a fault of the API: report it with its version.",
    });
  }
  const { url, expiresAt, answeredAt } = visit.promises.reduce((a, b) => (a.expiresAt < b.expiresAt ? a : b));
  const left = expiresAt.getTime() - answeredAt.getTime();
  const found = `${left < 0 ? `ended ${duration(-left)} before the answer` : `${duration(left)} left`}, until ${expiresAt.toISOString()}`;
  if (left <= 0) {
    return failed(found, {
      cause:
        "The answer's expiresAt lies in the past: a cache gave an old answer, the session has ended, or a clock is wrong.",
      remedy: "Let no cache or CDN keep the API's answers; set the clock of the machine that signs.",
    });
  }
  if (left < SHORT) {
    return warning(found, {
      cause: "The URLs end soon: PRESIGN_EXPIRES is short, or the session ends early.",
      remedy: "Raise PRESIGN_EXPIRES; on hand-set credentials take a session with more time left.",
    });
  }
  const session = url.endsAt !== undefined && url.endsAt > expiresAt;
  return passed(session ? `${found}, when the function's session ends` : found);
}

/** Signatures, expiresAt and the browser's renewal all live by clocks. */
export async function clocksAgree(visit: Visit): Promise<Outcome> {
  const { apiClock, s3Clock, reached } = visit;
  if (!reached) {
    throw new Missing("the API was not reached");
  }
  const ahead = Math.max(
    ...visit.promises.map(({ url, answeredAt }) => (url.signedAt?.getTime() ?? 0) - answeredAt.getTime()),
  );
  if (ahead > CLOCK_TOLERANCE) {
    return failed(`URLs are signed ${duration(ahead)} ahead of the API's answer`, {
      cause: "Clock skew: the function signs with a clock that is ahead.",
      remedy: "Set the clock of the machine that signs (NTP). On Lambda it is always right.",
    });
  }
  if (apiClock === undefined) {
    throw new Missing("the API tells no Date");
  }
  if (s3Clock !== undefined && Math.abs(apiClock - s3Clock) > CLOCK_TOLERANCE) {
    return failed(`the API's and S3's are ${duration(Math.abs(apiClock - s3Clock))} apart`, {
      cause: "Clock skew between the API and S3.",
      remedy: "Set the clock of the machine that signs (NTP). On Lambda it is always right.",
    });
  }
  if (Math.abs(apiClock) > CLOCK_TOLERANCE) {
    return warning(`this machine's is ${duration(Math.abs(apiClock))} ${apiClock > 0 ? "behind" : "ahead"}`, {
      cause: "Clock skew of this machine: a browser here would renew URLs at the wrong time.",
      remedy: "Set this machine's clock (NTP).",
    });
  }
  return passed("within seconds");
}

function duration(milliseconds: number): string {
  const all = Math.round(milliseconds / 1000);
  return all < 120 ? `${all} s` : all < 7200 ? `${Math.floor(all / 60)} min` : `${Math.floor(all / 3600)} h`;
}
