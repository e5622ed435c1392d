import type { Problem } from "@beetroot/client";
import type { S3Error } from "./object.js";
import type { Diagnosis } from "./outcome.js";
import { TOKEN_VARIABLE } from "./options.js";
import type { SignedUrl } from "./signedUrl.js";

/** A fault by its signs: the first of a table whose signs fit is the probable cause. */
interface Fault<Signs> {
  when(signs: Signs): boolean;
  cause: string | ((signs: Signs) => string);
  remedy: string | ((signs: Signs) => string);
}

/** What a failed call of the API shows. */
export interface ApiSigns {
  /** Undefined where no answer came. */
  status?: number;
  problem?: Problem;
  /** The body of an error that is no problem of the contract, such as a gateway's. */
  body: string;
  /** How the connection failed, as Node names it (`ECONNREFUSED`); `TIMEOUT` where only time ran out. */
  connection?: string;
  tokenGiven: boolean;
}

/** What a request for an object shows. */
export interface ObjectSigns extends S3Error {
  /** Undefined where no answer came. */
  status?: number;
  url: SignedUrl;
  /** Until when the API says that the URL works. */
  expiresAt: Date;
  /** The moment by the API's clock. */
  now: Date;
  /** The moment by S3's clock, where it tells. */
  s3Now?: Date;
}

/** What an answer tells a browser. */
export interface CorsSigns {
  origin: string;
  preflight: boolean;
  status: number;
  allowOrigin: string | null;
  allowMethods: string;
  allowHeaders: string;
  tokenGiven: boolean;
}

/** Clocks may differ by this much without harm (ms): HTTP's Date has whole seconds, and an answer takes its time. */
export const CLOCK_TOLERANCE = 30_000;

export const diagnoseApi = (signs: ApiSigns): Diagnosis => diagnose(API, signs);
export const diagnoseObject = (signs: ObjectSigns): Diagnosis => diagnose(OBJECTS, signs);
/** Undefined where a browser is content. */
export const diagnoseCors = (signs: CorsSigns): Diagnosis | undefined => find(CORS, signs);

function diagnose<Signs>(table: Fault<Signs>[], signs: Signs): Diagnosis {
  const found = find(table, signs);
  if (found === undefined) {
    throw new Error("The table of faults must end with one that fits always.");
  }
  return found;
}

function find<Signs>(table: Fault<Signs>[], signs: Signs): Diagnosis | undefined {
  const fault = table.find(({ when }) => when(signs));
  const text = (part: Fault<Signs>["cause"]) => (typeof part === "string" ? part : part(signs));
  return fault && { cause: text(fault.cause), remedy: text(fault.remedy) };
}

const API: Fault<ApiSigns>[] = [
  {
    when: ({ connection }) => connection === "TIMEOUT",
    cause: "The API does not answer in time.",
    remedy: "Look in the function's log for its timeout and its start; try --timeout=60 to tell slow from dead.",
  },
  {
    when: ({ connection }) => /CERT|SSL|TLS|SELF_SIGNED|ISSUER/.test(connection ?? ""),
    cause: ({ connection }) => `The API's TLS certificate is not trusted (${connection}).`,
    remedy:
      "Use the host that the certificate names; behind a company's proxy give Node its CA by NODE_EXTRA_CA_CERTS.",
  },
  {
    when: ({ status }) => status === undefined,
    cause: ({ connection }) => `The API is unreachable${connection ? ` (${connection})` : ""}.`,
    remedy: "Check the base URL, the network and whether the API is deployed; a local gallery must be running.",
  },
  {
    when: ({ status, tokenGiven }) => status === 401 && !tokenGiven,
    cause: "The gateway asks for a token, and none was given.",
    remedy: `Put one into the environment variable ${TOKEN_VARIABLE}.`,
  },
  {
    when: ({ status }) => status === 401,
    cause: "The gateway refuses the token: it has expired, or is of another issuer or audience.",
    remedy: `Put a fresh one into ${TOKEN_VARIABLE}; compare its iss and aud with the deployment's parameters.`,
  },
  {
    when: ({ status, body }) => status === 403 && body.includes("Missing Authentication Token"),
    cause: "The REST API has no such route or stage.",
    remedy: "Add the stage to the base URL (…/prod), and route {proxy+} to the function.",
  },
  {
    when: ({ status, problem }) => status === 403 && problem === undefined,
    cause:
      "Something in front of the function refuses the call: the token's scope, an IAM-only function URL, a WAF or a resource policy.",
    remedy: "Look in the gateway's access log for its authorizer's error; a function URL needs the auth type NONE.",
  },
  {
    when: ({ status, body }) => status === 404 && /"message"\s*:\s*"Not Found"/.test(body),
    cause: "The gateway has no such route: it answers for itself, and the function is not asked.",
    remedy: "Lead the $default route to the function, and add the stage to the base URL where it is not $default.",
  },
  {
    when: ({ status, problem }) =>
      status === 404 &&
      problem?.error === "not found" &&
      problem.path !== undefined &&
      !problem.path.startsWith("/persons"),
    cause: "The API answers, but the base URL has a path too much.",
    remedy: "Give the address without a path, or only with the stage.",
  },
  {
    when: ({ status }) => status === 429,
    cause: "The gateway throttles.",
    remedy: "Try again; raise the stage's rate and burst limits if this is usual.",
  },
  {
    when: ({ status, problem }) => status === 500 && problem !== undefined,
    cause:
      "The function runs, but failed: a DynamoDB permission or table is missing, or its credentials cannot be had.",
    remedy:
      'Look in the function\'s log for "fault": the message names the table, the action (such as dynamodb:Query) and the remedy.',
  },
  {
    when: ({ status, problem }) => status === 503 && problem !== undefined,
    cause: "DynamoDB throttles or is out of the function's reach.",
    remedy: "Try again; look at the table's throttling metrics, and at the VPC's route to DynamoDB where there is one.",
  },
  {
    when: ({ status, body }) => (status === 500 || status === 502) && /internal server error/i.test(body),
    cause:
      "The function does not start, or the gateway may not invoke it. The commonest reason: THUMBS_BUCKET is unset.",
    remedy:
      'Look in the function\'s log for "fault":"misconfigured", which names the setting. Without any log, the gateway lacks lambda:InvokeFunction.',
  },
  {
    when: ({ status, problem }) => (status === 503 || status === 504) && problem === undefined,
    cause: "The gateway got no answer of the function in time, or Lambda has no room to run it.",
    remedy: "Look at the function's Duration against its timeout, and at its Throttles and reserved concurrency.",
  },
  {
    when: () => true,
    cause: ({ status, problem }) =>
      problem
        ? `The API refuses the call: ${problem.detail}`
        : `What answers here (HTTP ${status}) is not the Beetroot API, or an older one.`,
    remedy: "Check the base URL: people are at <base URL>/persons.",
  },
];

const place = ({ bucket, key }: SignedUrl) =>
  `${bucket}/${key.includes("/") ? key.slice(0, key.indexOf("/") + 1) : ""}*`;
const differ = (a: Date, b?: Date) => b !== undefined && Math.abs(a.getTime() - b.getTime()) > CLOCK_TOLERANCE;

const OBJECTS: Fault<ObjectSigns>[] = [
  {
    when: ({ status }) => status === undefined,
    cause: ({ url }) => `The bucket's host ${url.host} is unreachable from here.`,
    remedy: "Check AWS_REGION and AWS_ENDPOINT_URL_S3 of the function: browsers must reach the host that it signs for.",
  },
  {
    when: ({ code }) => code === "RequestTimeTooSkewed",
    cause: "Clock skew: the function's clock and S3's differ too much.",
    remedy: "Set the clock of the machine that signs (NTP). On Lambda it is always right.",
  },
  {
    when: ({ code }) => code === "ExpiredToken" || code === "TokenRefreshRequired",
    cause: "The session ended early: the credentials that signed the URL ended before expiresAt.",
    remedy:
      "Set PRESIGN_EXPIRES well below the life of the function's session, which environment variables do not tell.",
  },
  {
    when: ({ message, now, s3Now }) => /expired|not (?:yet )?valid/i.test(message ?? "") && differ(now, s3Now),
    cause: ({ now, s3Now }) =>
      `Clock skew: S3's clock and the API's are ${Math.round(Math.abs(s3Now!.getTime() - now.getTime()) / 1000)} s apart.`,
    remedy: "Set the clock of the machine that signs (NTP). On Lambda it is always right.",
  },
  {
    when: ({ message, now, expiresAt }) => /expired/i.test(message ?? "") && now >= expiresAt,
    cause:
      "The URL ended while the check ran, or the answer was old: it came out of a cache, or the clock of the signing machine is wrong.",
    remedy: "Raise PRESIGN_EXPIRES; let no cache keep the API's answers; set the clock of the machine that signs.",
  },
  {
    when: ({ message }) => /expired/i.test(message ?? ""),
    cause: "The session ended early: S3 counts the URL as expired before expiresAt.",
    remedy:
      "Set PRESIGN_EXPIRES well below the life of the function's session; check the clock of the machine that signs.",
  },
  {
    when: ({ code }) => code === "InvalidToken",
    cause: "The function's session token does not belong to its access key.",
    remedy: "Set AWS_SESSION_TOKEN together with the key and the secret of the same session, or none of them.",
  },
  {
    when: ({ code }) => code === "InvalidAccessKeyId",
    cause: "The access key that signed the URL does not exist at this S3.",
    remedy: "Let the function sign with its role: remove hand-set AWS_ACCESS_KEY_ID; check AWS_ENDPOINT_URL_S3.",
  },
  {
    when: ({ code }) => code === "SignatureDoesNotMatch",
    cause:
      "The signature is wrong: the function's secret key does not belong to its access key, or something altered the URL on its way.",
    remedy: "Correct AWS_SECRET_ACCESS_KEY, or remove it so that the role signs; hand URLs on byte for byte.",
  },
  {
    when: ({ code, status, region, url }) =>
      /^(?:PermanentRedirect|TemporaryRedirect|IllegalLocationConstraintException|AuthorizationHeaderMalformed)$/.test(
        code ?? "",
      ) ||
      (code === "AuthorizationQueryParametersError" && region !== undefined && region !== url.region) ||
      (status !== undefined && status >= 300 && status < 400),
    cause: ({ url, region }) =>
      `The URL's region is wrong: it was signed for ${url.region ?? "none"}, and the bucket ${url.bucket} is in ${region ?? "another"}.`,
    remedy: ({ region }) =>
      `Deploy the function in the buckets' region, or set its AWS_REGION${region ? ` to ${region}` : ""} together with the tables.`,
  },
  {
    when: ({ code }) => code === "NoSuchBucket",
    cause: ({ url }) => `The bucket ${url.bucket} does not exist.`,
    remedy:
      "Correct THUMBS_BUCKET for thumbnails; for photos, the bucket that the items in Photos and Occurrences name.",
  },
  {
    when: ({ code, status }) => code === "NoSuchKey" || status === 404,
    cause: "The object is missing: the database names a key that the bucket does not hold.",
    remedy: ({ url }) => `Let the pipeline write it again under ${place(url)}. --names prints which one.`,
  },
  {
    when: ({ code }) => code === "InvalidObjectState",
    cause: "The object is archived (S3 Glacier) and cannot be read at once.",
    remedy: "Restore it, and keep what the gallery shows in a storage class with instant retrieval.",
  },
  {
    when: ({ code, message }) => /^KMS\./.test(code ?? "") || /kms:/i.test(message ?? ""),
    cause: "The function's role may not use the bucket's encryption key.",
    remedy: "Allow the role kms:Decrypt on that key, in its policy and in the key's.",
  },
  {
    when: ({ message }) => /explicit deny/i.test(message ?? ""),
    cause: "A policy denies the read explicitly, the bucket's or an organisation's.",
    remedy: ({ url }) => `Look for a Deny that covers s3:GetObject on ${place(url)}: by network, TLS or account.`,
  },
  {
    when: ({ code, status }) => code === "AccessDenied" || status === 403,
    cause: ({ url }) => `The function's role lacks s3:GetObject on ${place(url)}.`,
    remedy: ({ url }) =>
      `Allow it on arn:aws:s3:::${place(url)} in the role's policy. A role without s3:ListBucket gets the same for an object that is missing.`,
  },
  {
    when: ({ code, status }) => code === "SlowDown" || (status ?? 0) >= 500,
    cause: "S3 is busy or failed.",
    remedy: "Try again.",
  },
  {
    when: () => true,
    cause: ({ status, code }) => `The bucket's host answered ${status} ${code ?? "without S3's error code"}.`,
    remedy: "Check that AWS_ENDPOINT_URL_S3, where it is set, names an S3 server.",
  },
];

const lists = (header: string, name: string) =>
  header.split(",").some((part) => [name, "*"].includes(part.trim().toLowerCase()));

const CORS: Fault<CorsSigns>[] = [
  {
    when: ({ preflight, status }) => preflight && (status === 401 || status === 403),
    cause: "The preflight is refused: browsers send it without a token, and the gateway asks for one.",
    remedy:
      "Let OPTIONS pass without an authorizer: by the HTTP API's own CORS configuration, or an open OPTIONS route.",
  },
  {
    when: ({ preflight, status }) => preflight && (status < 200 || status > 299),
    cause: ({ status }) => `The preflight is answered with ${status}: no browser calls on after that.`,
    remedy: "Lead OPTIONS on every path to the function, or configure CORS at the gateway.",
  },
  {
    when: ({ allowOrigin }) => allowOrigin === null,
    cause: "The answer has no Access-Control-Allow-Origin: browsers hide it from the web app.",
    remedy: ({ origin }) =>
      `Set ALLOWED_ORIGINS to hold ${origin}, and the gateway's CORS configuration where there is one.`,
  },
  {
    when: ({ allowOrigin }) => allowOrigin!.includes(","),
    cause:
      "Access-Control-Allow-Origin is set twice, by the function and by something in front of it: browsers refuse that.",
    remedy: "Let one of them set it.",
  },
  {
    when: ({ allowOrigin, origin }) => allowOrigin !== "*" && allowOrigin !== origin,
    cause: ({ origin, allowOrigin }) => `The CORS origin ${origin} is not allowed; the API names ${allowOrigin}.`,
    remedy: ({ origin }) =>
      `Add ${origin} to ALLOWED_ORIGINS (the template's AllowedOrigins), without a slash at its end, and to the gateway's own CORS configuration where it has one.`,
  },
  {
    when: ({ preflight, allowMethods }) => preflight && allowMethods !== "" && !lists(allowMethods, "get"),
    cause: "The preflight does not allow GET.",
    remedy: "Add GET to the gateway's allowed methods.",
  },
  {
    // "*" does not cover Authorization (Fetch standard, "CORS non-wildcard request-header name").
    when: ({ preflight, tokenGiven, allowHeaders }) =>
      preflight && tokenGiven && !allowHeaders.split(",").some((name) => name.trim().toLowerCase() === "authorization"),
    cause: "The preflight does not allow the Authorization header, which carries the token.",
    remedy: "Add Authorization to the gateway's allowed headers.",
  },
];
