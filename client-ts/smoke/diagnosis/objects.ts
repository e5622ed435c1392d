import type { Diagnosis } from "../outcome.js";
import type { S3Error } from "../s3Object.js";
import type { SignedUrl } from "../signedUrl.js";
import { CLOCK_TOLERANCE, matchAlways, type Rule } from "./rules.js";

/** What is known about a failed request for an object. */
export interface ObjectSymptoms extends S3Error {
  /** Undefined if no response came. */
  status?: number;
  url: SignedUrl;
  /** Until when the API says that the URL works. */
  expiresAt: Date;
  /** The time by the API's clock. */
  now: Date;
  /** The time by S3's clock, if S3 sent it. */
  s3Now?: Date;
  /** Whether S3 hands out another object of the same bucket and prefix. */
  siblingOpens?: boolean;
}

export const diagnoseObject = (symptoms: ObjectSymptoms): Diagnosis => matchAlways(RULES, symptoms);

/** The object's bucket and the first folder of its key, as policies name them. */
export const place = ({ bucket, key }: SignedUrl): string =>
  `${bucket}/${key.includes("/") ? key.slice(0, key.indexOf("/") + 1) : ""}*`;

const differ = (a: Date, b?: Date) => b !== undefined && Math.abs(a.getTime() - b.getTime()) > CLOCK_TOLERANCE;

/** IAM's words for a kind of policy that should have allowed the request and did not. */
const missingAllow = (message?: string) => /because no ([a-z -]+?) (?:policy )?allows/i.exec(message ?? "")?.[1];

const WRONG_REGION =
  /^(?:PermanentRedirect|TemporaryRedirect|IllegalLocationConstraintException|AuthorizationHeaderMalformed)$/;

const REWRITE = ({ url }: ObjectSymptoms) =>
  `Have the pipeline write it again under ${place(url)}; --names prints its key.`;

const RULES: Rule<ObjectSymptoms>[] = [
  {
    when: ({ status }) => status === undefined,
    cause: ({ url }) => `The bucket's host ${url.host} is unreachable from here.`,
    remedy: "Check the function's AWS_REGION and AWS_ENDPOINT_URL_S3: browsers must reach the host that it signs for.",
  },
  {
    when: ({ code }) => code === "RequestTimeTooSkewed",
    cause: "Clock skew: the function's clock and S3's differ too much.",
    remedy: "Synchronise the clock of the machine that signs (NTP). On Lambda it is always right.",
  },
  {
    when: ({ code }) => code === "ExpiredToken" || code === "TokenRefreshRequired",
    cause: "The session ended early: the credentials that signed the URL expired before expiresAt.",
    remedy:
      "Set PRESIGN_EXPIRES well below the lifetime of the function's session; environment variables do not carry its end.",
  },
  {
    when: ({ message, now, s3Now }) => /expired|not (?:yet )?valid/i.test(message ?? "") && differ(now, s3Now),
    cause: ({ now, s3Now }) =>
      `Clock skew: S3's clock and the API's are ${Math.round(Math.abs(s3Now!.getTime() - now.getTime()) / 1000)} s apart.`,
    remedy: "Synchronise the clock of the machine that signs (NTP). On Lambda it is always right.",
  },
  {
    when: ({ message, now, expiresAt }) => /expired/i.test(message ?? "") && now >= expiresAt,
    cause:
      "The URL expired while the check ran, or the response was old: it came from a cache, or the signing machine's clock is wrong.",
    remedy:
      "Raise PRESIGN_EXPIRES; keep caches from storing the API's responses; synchronise the clock of the machine that signs.",
  },
  {
    when: ({ message }) => /expired/i.test(message ?? ""),
    cause: "The session ended early: S3 treats the URL as expired before expiresAt.",
    remedy:
      "Set PRESIGN_EXPIRES well below the lifetime of the function's session; check the clock of the machine that signs.",
  },
  {
    when: ({ code }) => code === "InvalidToken",
    cause: "The function's session token does not belong to its access key.",
    remedy: "Set AWS_SESSION_TOKEN together with the key and the secret of the same session, or set none of them.",
  },
  {
    when: ({ code }) => code === "InvalidAccessKeyId",
    cause: "The access key that signed the URL does not exist at this S3.",
    remedy:
      "Let the function sign with its role: remove AWS_ACCESS_KEY_ID from its settings; check AWS_ENDPOINT_URL_S3.",
  },
  {
    when: ({ code }) => code === "SignatureDoesNotMatch",
    cause:
      "The signature is wrong: the function's secret key does not belong to its access key, or something changed the URL on its way.",
    remedy: "Correct AWS_SECRET_ACCESS_KEY, or remove it so that the role signs; pass URLs on byte for byte.",
  },
  {
    when: ({ code, status, region, url }) =>
      WRONG_REGION.test(code ?? "") ||
      (code === "AuthorizationQueryParametersError" && region !== undefined && region !== url.region) ||
      (status !== undefined && status >= 300 && status < 400),
    cause: ({ url, region }) =>
      `The bucket ${url.bucket} is in ${region ?? "another region"}, but the URL was signed for ${url.region ?? "no region"}.`,
    remedy: ({ url, region }) =>
      `Add ${url.bucket}=${region ?? "<its region>"} to the function's BUCKET_REGIONS. If every bucket is there, deploy the function and the tables there instead; if the bucket is not yours, correct its name.`,
  },
  {
    when: ({ code }) => code === "NoSuchBucket",
    cause: ({ url }) => `The bucket ${url.bucket} does not exist.`,
    remedy:
      "Correct THUMBS_BUCKET for thumbnails; for photos, the bucket named by the items in Photos and Occurrences.",
  },
  {
    when: ({ code, status }) => code === "NoSuchKey" || status === 404,
    cause: "The object is missing: the database names a key that is not in the bucket.",
    remedy: REWRITE,
  },
  {
    when: ({ code }) => code === "InvalidObjectState",
    cause: "The object is archived (S3 Glacier) and cannot be read at once.",
    remedy: "Restore it, and keep what the gallery shows in a storage class with instant retrieval.",
  },
  {
    when: ({ code, message }) => /^KMS\./.test(code ?? "") || /kms:/i.test(message ?? ""),
    cause: "The function's role may not use the bucket's encryption key.",
    remedy: "Allow the role kms:Decrypt on that key, both in the role's policy and in the key's.",
  },
  {
    when: ({ message }) => /explicit deny/i.test(message ?? ""),
    cause: "A policy of the bucket or of an organisation explicitly denies the read.",
    remedy: ({ url }) => `Look for a Deny that covers s3:GetObject on ${place(url)}: by network, TLS or account.`,
  },
  {
    // S3 checks s3:ListBucket only after it has not found the object.
    when: ({ message }) => /perform: s3:ListBucket\b/.test(message ?? ""),
    cause: "The object is missing. S3 answers 403 instead of 404 because the role lacks s3:ListBucket.",
    remedy: (symptoms) =>
      `${REWRITE(symptoms)} Allow s3:ListBucket on arn:aws:s3:::${symptoms.url.bucket} to see a 404 next time.`,
  },
  {
    when: ({ status, code, siblingOpens }) => (code === "AccessDenied" || status === 403) && siblingOpens === true,
    cause: ({ url }) =>
      `The object is missing: S3 hands out others of ${place(url)}, and answers 403 instead of 404 because the role lacks s3:ListBucket. Rarely, another account owns this object.`,
    remedy: (symptoms) =>
      `${REWRITE(symptoms)} Allow s3:ListBucket on arn:aws:s3:::${symptoms.url.bucket} to see a 404 next time.`,
  },
  {
    when: ({ message }) => missingAllow(message) === "resource-based",
    cause: ({ url }) =>
      `The bucket ${url.bucket} belongs to another account, and its policy does not allow the function's role.`,
    remedy: ({ url }) =>
      `Have its owner allow the role s3:GetObject on arn:aws:s3:::${place(url)} and s3:ListBucket in the bucket's policy, and kms:Decrypt if a key of that account encrypts it.`,
  },
  {
    when: ({ message }) => (missingAllow(message) ?? "identity-based") !== "identity-based",
    cause: ({ message }) => `The role's policy is not enough: no ${missingAllow(message)} policy allows the read.`,
    remedy: ({ url }) => `Allow s3:GetObject on arn:aws:s3:::${place(url)} there too.`,
  },
  {
    when: ({ message }) => missingAllow(message) === "identity-based",
    cause: ({ url }) => `The function's role lacks s3:GetObject on ${place(url)}.`,
    remedy: ({ url }) => `Allow it on arn:aws:s3:::${place(url)} in the role's policy.`,
  },
  {
    // S3 gives reasons only within one account or organisation.
    when: ({ code, status }) => code === "AccessDenied" || status === 403,
    cause: ({ url }) =>
      `The function's role lacks s3:GetObject on ${place(url)}, or the bucket belongs to another account whose bucket policy does not allow the role, or the object is missing and the role lacks s3:ListBucket.`,
    remedy: ({ url }) =>
      `Allow s3:GetObject on arn:aws:s3:::${place(url)} and s3:ListBucket on its bucket in the role's policy and, for a bucket of another account, in the bucket's policy as well.`,
  },
  {
    when: ({ code, status }) => code === "SlowDown" || (status ?? 0) >= 500,
    cause: "S3 is busy or failed.",
    remedy: "Try again.",
  },
  {
    when: () => true,
    cause: ({ status, code }) => `The bucket's host answered ${status} ${code ?? "without an S3 error code"}.`,
    remedy: "Check that AWS_ENDPOINT_URL_S3, if set, names an S3 server.",
  },
];
