import { CLOCK_TOLERANCE } from "../diagnosis/rules.js";
import { failed, passed, SkipCheck, warning, type Outcome } from "../outcome.js";
import type { SmokeRun } from "../smokeRun.js";

/** A page needs some time with its URLs before it requests new ones (ms). */
const SHORT = 60_000;

const SYNCHRONISE = "Synchronise the clock of the machine that signs (NTP). On Lambda it is always right.";

/** Checks that expiresAt lies ahead, and that no URL is signed for less. */
export async function keepsUrls(run: SmokeRun): Promise<Outcome> {
  const issued = run.requireUrls();
  const broken = issued.find(({ url, expiresAt }) => url.endsAt !== undefined && url.endsAt < expiresAt);
  if (broken !== undefined) {
    return failed(
      `URLs expire ${duration(broken.expiresAt.getTime() - broken.url.endsAt!.getTime())} before expiresAt`,
      {
        cause: "The API promises more time than its URLs have.",
        remedy: "This is a fault of the API: report it with its version.",
      },
    );
  }
  const { url, expiresAt, receivedAt } = issued.reduce((a, b) => (a.expiresAt < b.expiresAt ? a : b));
  const left = expiresAt.getTime() - receivedAt.getTime();
  const found = `${left < 0 ? `expired ${duration(-left)} before the response` : `${duration(left)} left`}, until ${expiresAt.toISOString()}`;
  if (left <= 0) {
    return failed(found, {
      cause:
        "The response's expiresAt lies in the past: a cache returned an old response, the session has ended, or a clock is wrong.",
      remedy: "Keep caches and CDNs from storing the API's responses; synchronise the clock of the machine that signs.",
    });
  }
  if (left < SHORT) {
    return warning(found, {
      cause: "The URLs expire soon: PRESIGN_EXPIRES is short, or the session ends early.",
      remedy: "Raise PRESIGN_EXPIRES; if credentials are set as variables, use a session with more time left.",
    });
  }
  const session = url.endsAt !== undefined && url.endsAt > expiresAt;
  return passed(session ? `${found}, when the function's session ends` : found);
}

/** Checks the clocks that signatures, expiresAt and the browser's renewal depend on. */
export async function clocksAgree(run: SmokeRun): Promise<Outcome> {
  run.requireApi();
  const { clock } = run.api;
  const ahead = Math.max(
    ...run.issued.map(({ url, receivedAt }) => (url.signedAt?.getTime() ?? 0) - receivedAt.getTime()),
  );
  if (ahead > CLOCK_TOLERANCE) {
    return failed(`URLs are signed ${duration(ahead)} ahead of the API's response`, {
      cause: "Clock skew: the function signs with a clock that is ahead.",
      remedy: SYNCHRONISE,
    });
  }
  if (clock === undefined) {
    throw new SkipCheck("the API sends no Date");
  }
  if (run.s3Clock !== undefined && Math.abs(clock - run.s3Clock) > CLOCK_TOLERANCE) {
    return failed(`the API's and S3's are ${duration(Math.abs(clock - run.s3Clock))} apart`, {
      cause: "Clock skew between the API and S3.",
      remedy: SYNCHRONISE,
    });
  }
  if (Math.abs(clock) > CLOCK_TOLERANCE) {
    return warning(`this machine's is ${duration(Math.abs(clock))} ${clock > 0 ? "behind" : "ahead"}`, {
      cause: "Clock skew of this machine: a browser here would renew URLs at the wrong time.",
      remedy: "Synchronise this machine's clock (NTP).",
    });
  }
  return passed("within seconds");
}

function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 120
    ? `${seconds} s`
    : seconds < 7200
      ? `${Math.floor(seconds / 60)} min`
      : `${Math.floor(seconds / 3600)} h`;
}
