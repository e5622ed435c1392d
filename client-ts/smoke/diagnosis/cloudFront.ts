import type { Diagnosis } from "../outcome.js";
import { NOT_SATISFIED } from "../s3Object.js";
import { place, type ObjectSymptoms } from "./objects.js";
import { CLOCK_TOLERANCE, matchAlways, type Rule } from "./rules.js";

/** Finds the cause of a failed request for an object through CloudFront, by CloudFront's own words or by S3's. */
export const diagnoseCloudFront = (symptoms: ObjectSymptoms): Diagnosis => matchAlways(RULES, symptoms);

/** CloudFront refuses without saying more. S3's refusal, which it passes on, has S3's ids. */
const refuses = ({ status, code, fromS3 }: ObjectSymptoms) => status === 403 && code === "AccessDenied" && !fromS3;

const POLICY =
  "Add the statements that the stack prints (such as its output ThumbsBucketPolicy) to the bucket's policy, with this distribution's ARN.";

const RULES: Rule<ObjectSymptoms>[] = [
  {
    when: ({ status }) => status === undefined,
    cause: ({ url }) => `CloudFront's host ${url.host} is unreachable from here.`,
    remedy:
      "Check CLOUDFRONT_URLS and, for a domain name of your own, that its DNS record points to the distribution, whose certificate names it.",
  },
  {
    when: ({ code, message }) => code === "InvalidKey" || /unknown key/i.test(message ?? ""),
    cause:
      "CloudFront does not know the key that signed the URL: it is in no key group that this path's behaviour trusts.",
    remedy:
      "Check that CLOUDFRONT_KEY_PAIR_ID, or the keyPairId in the secret, is the id of a public key in the distribution's key group. In a rotation, add the new key before the secret changes, and remove the old one after its last URL has ended.",
  },
  {
    when: ({ code }) => code === "MissingKey",
    cause: "The URL lost its signature on the way: CloudFront finds no Key-Pair-Id.",
    remedy: "Pass URLs on byte for byte.",
  },
  {
    when: ({ code }) => /^Malformed/.test(code ?? ""),
    cause: "CloudFront cannot read the URL's policy or signature.",
    remedy: "Pass URLs on byte for byte. If they are, this is a fault of the API: report it with its version.",
  },
  {
    when: ({ message }) => /Query-string authentication requires/.test(message ?? ""),
    cause: "The behaviour requires no signature, and passes CloudFront's query parameters on to S3.",
    remedy: "Let the behaviour of this path trust the key group (restrict viewer access), as the template does.",
  },
  {
    when: (symptoms) =>
      refuses(symptoms) &&
      symptoms.s3Now !== undefined &&
      Math.abs(symptoms.now.getTime() - symptoms.s3Now.getTime()) > CLOCK_TOLERANCE,
    cause: ({ now, s3Now }) =>
      `Clock skew: CloudFront's clock and the API's are ${Math.round(Math.abs(s3Now!.getTime() - now.getTime()) / 1000)} s apart.`,
    remedy: "Synchronise the clock of the machine that signs (NTP). On Lambda it is always right.",
  },
  {
    when: (symptoms) => refuses(symptoms) && symptoms.now >= (symptoms.url.endsAt ?? symptoms.expiresAt),
    cause: "The URL has expired: the check took long, or a cache returned an old response of the API.",
    remedy: "Raise PRESIGN_EXPIRES; keep caches and CDNs from storing the API's responses.",
  },
  {
    when: refuses,
    cause:
      "CloudFront rejects the signature: the private key does not belong to the public key that the URL names, or the policy is for another address than this one.",
    remedy:
      "Check that the secret's key and its id belong together, and that CLOUDFRONT_URLS names exactly what browsers request: scheme, host and path. The template's CloudFrontDomain must be the distribution's.",
  },
  {
    when: ({ code }) => code === NOT_SATISFIED,
    cause: ({ url }) =>
      `CloudFront does not serve ${url.host}: the name is none of the distribution's, a firewall or geographic restriction refuses, or the origin cannot be reached.`,
    remedy:
      "Add the name to the distribution's alternate domain names, with its certificate; look at its restrictions.",
  },
  {
    when: ({ code, status }) =>
      /Redirect$|^(?:AuthorizationHeaderMalformed|IllegalLocationConstraintException)$/.test(code ?? "") ||
      (status !== undefined && status >= 300 && status < 400),
    cause: ({ region }) => `The bucket is in ${region ?? "another region"}, but CloudFront requests it elsewhere.`,
    remedy: "Make the origin's domain name the bucket's regional address: bucket.s3.region.amazonaws.com.",
  },
  {
    when: ({ code }) => code === "NoSuchBucket",
    cause: "The origin of this path names a bucket that does not exist.",
    remedy: "Correct the distribution's origin: the template's ThumbsBucket, RawBucket, PreviewsBucket or MoreBucket.",
  },
  {
    when: ({ code }) => code === "SignatureDoesNotMatch",
    cause: "S3 rejects CloudFront's own signature (origin access control).",
    remedy:
      "No policy of the behaviour may forward the headers Host or Authorization, and the origin must be the bucket's regional address.",
  },
  {
    when: ({ code, status }) => code === "NoSuchKey" || status === 404,
    cause:
      "The object is missing: the database names a key that is not in the bucket, or the path leads to another bucket.",
    remedy: ({ url }) =>
      `Have the pipeline write it again under ${place(url)}, or correct the path patterns: each prefix must lead to its own bucket. --names prints the key.`,
  },
  {
    when: ({ code }) => code === "InvalidObjectState",
    cause: "The object is archived (S3 Glacier) and cannot be read at once.",
    remedy: "Restore it, and keep what the gallery shows in a storage class with instant retrieval.",
  },
  {
    when: ({ code, message }) => /^KMS\./.test(code ?? "") || /kms:/i.test(message ?? ""),
    cause: "CloudFront may not use the bucket's encryption key.",
    remedy: "Allow cloudfront.amazonaws.com kms:Decrypt in the key's policy, with this distribution's ARN.",
  },
  {
    when: ({ message }) => /explicit deny/i.test(message ?? ""),
    cause: "A policy of the bucket or of an organisation explicitly denies CloudFront the read.",
    remedy: "Except this distribution from the Deny (aws:SourceArn): by network, TLS or account.",
  },
  {
    when: ({ status, siblingOpens }) => status === 403 && siblingOpens === true,
    cause: ({ url }) =>
      `The object is missing: CloudFront hands out others of ${place(url)}, and S3 answers 403 instead of 404 because CloudFront may not list the bucket.`,
    remedy: "Have the pipeline write it again. Allow CloudFront s3:ListBucket in the bucket's policy to see a 404.",
  },
  {
    when: ({ status }) => status === 403,
    cause:
      "CloudFront may not read the bucket: its policy does not allow this distribution (origin access control). Rarely, the object is missing, or a key of AWS KMS does not let CloudFront decrypt.",
    remedy: `${POLICY} For objects encrypted with a customer managed key, allow cloudfront.amazonaws.com kms:Decrypt in the key's policy.`,
  },
  {
    when: ({ status, code }) => code === "SlowDown" || (status ?? 0) >= 500,
    cause: "CloudFront or S3 is busy or failed.",
    remedy: "Try again. If it stays, check the distribution's origins.",
  },
  {
    when: () => true,
    cause: ({ status, code }) => `CloudFront answered ${status} ${code ?? "without an error code"}.`,
    remedy: "Check CLOUDFRONT_URLS, and the distribution's behaviours.",
  },
];
