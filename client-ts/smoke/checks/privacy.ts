import { openObject } from "../object.js";
import { failed, notChecked, passed, warning, type Outcome } from "../outcome.js";
import type { SignedUrl } from "../signedUrl.js";
import { Missing, type Visit } from "../visit.js";

/** The bare objects are refused, and so are the lists of their buckets. */
export async function keepsBucketsPrivate(visit: Visit): Promise<Outcome> {
  if (visit.promises.length === 0) {
    throw new Missing("there is no URL");
  }
  const outcomes: Outcome[] = [];
  for (const { url } of visit.promises) {
    outcomes.push(await keepsPrivate(url, visit));
  }
  return (
    ["failed", "warning", "not checked"].flatMap((result) =>
      outcomes.filter((outcome) => outcome.result === result),
    )[0] ??
    passed(`refused without a signature: ${[...new Set(visit.promises.map(({ url }) => url.bucket))].join(", ")}`)
  );
}

async function keepsPrivate({ bare, bucketRoot, bucket }: SignedUrl, visit: Visit): Promise<Outcome> {
  const [object, list] = await Promise.all(
    [bare, `${bucketRoot}?list-type=2&max-keys=1`].map((url) =>
      openObject(url, visit.call.signal).catch(() => undefined),
    ),
  );
  if (object?.status === 200) {
    return failed(`${bucket} gives the object without a signature`, {
      cause: "The bucket is public: whoever learns an address opens it, for ever.",
      remedy: `Turn on Block Public Access for ${bucket}, and remove public grants from its policy and ACLs.`,
    });
  }
  if (list?.status === 200) {
    return failed(`${bucket} gives its list without a signature`, {
      cause: "The bucket's list is public: anybody learns all keys.",
      remedy: `Turn on Block Public Access for ${bucket}, and remove public grants of s3:ListBucket.`,
    });
  }
  if (object === undefined) {
    return notChecked(`no answer from ${bucket}`);
  }
  return object.status === 403 || object.status === 401
    ? passed(bucket)
    : warning(`${bucket}: ${[object.status, object.error.code].filter(Boolean).join(" ")}`, {
        cause: "S3 neither gives the bare object nor refuses it.",
        remedy: "Mend what is told of the image above, and check again.",
      });
}

/** Where the deployment asks for a token, it does so of everybody. */
export async function asksForToken(visit: Visit): Promise<Outcome> {
  if (visit.options.token === undefined) {
    throw new Missing(visit.reached ? "none was given, and the API is open" : "none was given");
  }
  const { status } = await visit.get("/persons?limit=1", { token: false });
  return status === 401 || status === 403
    ? passed(`HTTP ${status} without it`)
    : warning(`HTTP ${status} without it`, {
        cause: "The API is open: it answers without a token to anybody who learns its address.",
        remedy: "Deploy it with a JWT issuer and audience, if that was not a decision.",
      });
}
