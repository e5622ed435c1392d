import { failed, passed, SkipCheck, skipped, warning, type Outcome } from "../outcome.js";
import { fetchObject } from "../s3Object.js";
import type { SignedUrl } from "../signedUrl.js";
import type { SmokeRun } from "../smokeRun.js";

/** Checks that neither the objects nor the buckets' lists can be read without a signature. */
export async function keepsBucketsPrivate(run: SmokeRun): Promise<Outcome> {
  const outcomes: Outcome[] = [];
  for (const { url } of run.requireUrls()) {
    outcomes.push(await keepsPrivate(url, run));
  }
  return (
    ["failed", "warning", "skipped"].flatMap((result) => outcomes.filter((outcome) => outcome.result === result))[0] ??
    passed(`refused without a signature: ${[...new Set(run.issued.map(({ url }) => url.bucket))].join(", ")}`)
  );
}

async function keepsPrivate(url: SignedUrl, run: SmokeRun): Promise<Outcome> {
  const { bare, bucketRoot, bucket, host, cloudFront } = url;
  const [object, list, atS3] = await Promise.all(
    [bare, `${bucketRoot}?list-type=2&max-keys=1`, ...s3Address(url, run)].map((address) =>
      fetchObject(address, run.api.limits.signal).catch(() => undefined),
    ),
  );
  if (cloudFront && object?.status === 200) {
    return failed(`${host} hands out the object without a signature`, {
      cause:
        "The distribution requires no signature for this path: anybody who learns an address can open it, for ever.",
      remedy: "Let the behaviour of this path trust the key group (restrict viewer access), as the template does.",
    });
  }
  if (object?.status === 200 || atS3?.status === 200) {
    return failed(`${bucket} hands out the object without a signature`, {
      cause: "The bucket is public: anybody who learns an address can open it, for ever.",
      remedy: `Turn on Block Public Access for ${bucket}, and remove public grants from its policy and ACLs.`,
    });
  }
  if (list?.status === 200 && (!cloudFront || isList(list.head))) {
    return failed(`${bucket} hands out its list without a signature`, {
      cause: "The bucket's list is public, so anybody can read all keys.",
      remedy: `Turn on Block Public Access for ${bucket}, and remove public grants of s3:ListBucket.`,
    });
  }
  if (object === undefined) {
    return skipped(`no response from ${bucket}`);
  }
  return object.status === 403 || object.status === 401
    ? passed(bucket)
    : warning(`${bucket}: ${[object.status, object.error.code].filter(Boolean).join(" ")}`, {
        cause: "S3 neither hands out nor refuses the object without a signature.",
        remedy: "Repair what is reported for this image above, and check again.",
      });
}

/** Returns the address at S3 of an object that comes through CloudFront, if the API names its bucket. */
function s3Address({ bucket, bucketRoot, bare, host, cloudFront }: SignedUrl, run: SmokeRun): string[] {
  const { s3Endpoint } = run.options;
  const path = bare.slice(bucketRoot.length);
  if (!cloudFront || bucket === host) {
    return [];
  }
  if (s3Endpoint !== undefined) {
    return [`${s3Endpoint}/${bucket}/${path}`];
  }
  // A local CloudFront has no bucket at AWS. A name with dots has no certificate there.
  const local = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::|$)/.test(host);
  return local || bucket.includes(".") ? [] : [`https://${bucket}.s3.amazonaws.com/${path}`];
}

/** The address of a distribution may also show a page, which is no list. */
const isList = (head: Uint8Array) => new TextDecoder().decode(head).includes("<ListBucketResult");

/** Checks that a deployment with a token lets nobody in without one, and that a page can tell that it needs one. */
export async function requiresToken(run: SmokeRun): Promise<Outcome> {
  const { token, origin } = run.options;
  if (token === undefined && !run.unauthorized) {
    throw new SkipCheck(run.reachable ? "none was given, and the API is open" : "none was given");
  }
  const { status, headers } = await run.api.get("/persons?limit=1", {
    token: false,
    headers: { Origin: origin ?? "https://origin.invalid" },
  });
  if (status !== 401 && status !== 403) {
    return warning(`HTTP ${status} without it`, {
      cause: "The API is open: it answers anybody who learns its address, without a token.",
      remedy: "Deploy it with a JWT issuer and audience, unless it is meant to be open.",
    });
  }
  if (run.sharesOrigin || headers.has("Access-Control-Allow-Origin")) {
    return passed(`HTTP ${status} without it`);
  }
  return warning(`HTTP ${status} without it, and no CORS headers`, {
    cause: `The gateway's ${status} has no CORS headers, so a page on another origin sees a network error and cannot tell that its token has expired.`,
    remedy:
      "Serve the page and the API on one origin: CloudFront with the behaviour /api/* for the API, and BASE_PATH=/api in the function's settings. Then give that origin with --origin and in the base URL.",
  });
}
