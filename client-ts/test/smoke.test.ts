import { afterAll, afterEach, beforeAll, describe, expect, inject, onTestFinished, test, vi } from "vitest";
import { diagnoseApi } from "../smoke/diagnosis/api.js";
import { parseSignedUrl } from "../smoke/signedUrl.js";
import { smoke } from "../smoke/smoke.js";
import { startFaultyApis, type FaultyApis } from "./faultyApis.js";
import {
  cloudFrontError,
  prefixPolicy,
  s3Error,
  startGateway,
  startWithCloudFront,
  startWithS3,
  StubServer,
  type CloudFrontStub,
  type StubResponse,
} from "./stubServer.js";

let apis: FaultyApis;
beforeAll(async () => {
  apis = await startFaultyApis();
}, 180_000);
afterAll(() => apis.stop());

const reports: string[] = [];
afterEach(() => {
  for (const report of reports.splice(0)) {
    expect(report).not.toMatch(/X-Amz-|Signature=|Bearer|secret-token/);
  }
});

/** Runs the command in this process. */
async function run(commandLine: string[], environment: Record<string, string> = {}) {
  const printed: string[] = [];
  const print = (line: string) => void printed.push(line);
  const code = await smoke(commandLine, environment, { log: print, error: print });
  const output = printed.join("\n");
  reports.push(output);
  return { code, output, row: (name: string) => parseRow(output, name) };
}

/** Returns a check's row of the report, its cause and its remedy, each unwrapped. */
function parseRow(output: string, name: string) {
  const rows = output.split(/\n(?=\S)/).filter((part) => part.slice(6).startsWith(name));
  expect(rows, output).toHaveLength(1);
  const text = rows[0]!.replaceAll(/\n {10,}/g, " ");
  const [, cause] = /cause: +(.*)/.exec(text) ?? [];
  const [, remedy] = /remedy: +(.*)/.exec(text) ?? [];
  return { mark: text.slice(0, 5).trim(), found: text.split("\n")[0]!.slice(45), cause, remedy };
}

/** A gateway with a JWT authorizer in front of a sound API; the headers are those of its 401. */
const guardedGateway = (headers: Record<string, string> = {}) =>
  startGateway(apis.url("sound"), (request) =>
    request.method !== "OPTIONS" && request.headers.authorization !== "Bearer secret-token"
      ? { status: 401, headers, body: '{"message":"Unauthorized"}' }
      : undefined,
  );

const FAULT = { mark: "FAIL", remedy: expect.stringMatching(/.+/) };
const WARNING = { mark: "WARN", remedy: expect.stringMatching(/.+/) };

describe("a sound API", () => {
  test("passes on the local gallery, and prints neither people nor keys", async () => {
    const { code, output } = await run([inject("gallery"), "--origin=https://photos.example"]);

    expect(code, output).toBe(0);
    expect(output).toContain("13 of 14 passed, 1 skipped");
    expect(output).toContain("none was given, and the API is open");
    expect(output).not.toMatch(/FAIL|WARN|anna|jpg/);
  });

  test("opens the images of a person, and prints names when asked", async () => {
    const { code, output, row } = await run([inject("gallery"), "--names", "--person=zoë"]);

    expect(code, output).toBe(0);
    expect(row("reads one person").found).toContain("zoë");
    expect(row("opens a thumbnail").found).toMatch(
      /^image\/jpeg, [\d.]+ kB, from 127\.0\.0\.1:\d+\/beetroot-thumbs\/faces-thumbs\/zoë\.jpg$/,
    );
    expect(row("opens a photo").found).toMatch(/^image\/jpeg, .* from 127\.0\.0\.1:\d+\/beetroot-raw\/photos-raw\//);
  });

  test("passes behind a gateway that requires a token and shows its 401 to browsers", async () => {
    const guarded = await guardedGateway({ "Access-Control-Allow-Origin": "*" });
    onTestFinished(() => guarded.stop());

    const { code, output, row } = await run([guarded.url], { BEETROOT_TOKEN: "secret-token" });

    expect(code, output).toBe(0);
    expect(output).toContain("14 of 14 passed");
    expect(row("requires a token")).toMatchObject({ mark: "ok", found: "HTTP 401 without it" });
  });

  test("passes behind such a gateway on the page's own origin, where CORS does not matter", async () => {
    const guarded = await guardedGateway();
    onTestFinished(() => guarded.stop());

    const { code, output, row } = await run([guarded.url, `--origin=${guarded.url}`], {
      BEETROOT_TOKEN: "secret-token",
    });

    expect(code, output).toBe(0);
    expect(output).toContain("14 of 14 passed");
    expect(row("allows the origin").found).toContain("share an origin");
  });

  test("warns of an open API if a token is given", async () => {
    const { code, row } = await run([apis.url("sound")], { BEETROOT_TOKEN: "secret-token" });

    expect(code).toBe(0);
    expect(row("requires a token")).toMatchObject({ ...WARNING, cause: expect.stringContaining("The API is open") });
  });
});

describe("a fault of the real function and real parts", () => {
  test.each<[fault: string, options: string[], check: string, outcome: object]>([
    [
      "sound",
      ["--person=without-thumbnail"],
      "opens a thumbnail",
      { ...WARNING, cause: expect.stringContaining("The person has no thumbnail yet") },
    ],
    [
      "sound",
      ["--person=without-thumbnail"],
      "lists the person's photos",
      { ...WARNING, cause: "The person's photoCount is 2, but there is no occurrence." },
    ],
    [
      "sound",
      ["--person=untyped"],
      "opens a thumbnail",
      { ...WARNING, cause: expect.stringContaining("stored without a content type, and its key has no extension") },
    ],
    ["sound", ["--person=heic"], "opens a thumbnail", { ...WARNING, cause: expect.stringContaining("HEIC") }],
    [
      "shortUrls",
      [],
      "keeps URLs until expiresAt",
      { ...WARNING, cause: expect.stringContaining("PRESIGN_EXPIRES is short") },
    ],
  ])("warns of %s %s: %s", async (fault, options, check, outcome) => {
    const { code, output, row } = await run([apis.url(fault), ...options]);

    expect(row(check)).toMatchObject(outcome);
    expect(output).not.toContain("FAIL");
    expect(code).toBe(0);
  });

  test.each<[fault: string, options: string[], check: string, cause: string, remedy: string]>([
    ["sound", ["--person=nobody"], "reads one person", "There is no such person.", "personId from the list"],
    ["sound", ["--person=missing"], "opens a thumbnail", "The object is missing", "beetroot-thumbs/faces-thumbs/*"],
    ["sound", ["--person=empty"], "opens a thumbnail", "The object is empty.", "write it again"],
    ["sound", ["--person=svg"], "opens a thumbnail", "SVG served as binary/octet-stream", "image/svg+xml"],
    ["sound", ["--person=text"], "opens a thumbnail", "The object is not an image", "JPEG"],
    ["absentBucket", [], "opens a thumbnail", "The bucket beetroot-absent does not exist.", "THUMBS_BUCKET"],
    ["publicObjects", [], "keeps buckets private", "The bucket is public", "Block Public Access for beetroot-public"],
    [
      "publicList",
      [],
      "keeps buckets private",
      "The bucket's list is public",
      "Block Public Access for beetroot-listed",
    ],
    ["thumbnailsUnsignable", [], "opens a thumbnail", "The function does not sign thumbnails", "THUMBS_BUCKET"],
    ["photosUnsignable", [], "opens a photo", "The function does not sign photos", "SIGNABLE"],
    [
      "wrongSecret",
      [],
      "opens a thumbnail",
      "The signature is wrong: the function's secret key",
      "AWS_SECRET_ACCESS_KEY",
    ],
    ["clockBehind", [], "opens a thumbnail", "The URL expired while the check ran, or the response was old", "clock"],
    ["clockBehind", [], "keeps URLs until expiresAt", "The response's expiresAt lies in the past", "clock"],
    ["clockAhead", [], "clocks agree", "Clock skew: the function signs with a clock that is ahead.", "NTP"],
    [
      "dynamoDbDenied",
      [],
      "lists people",
      "The function runs, but fails: a DynamoDB permission or table is missing",
      '"fault"',
    ],
    [
      "cloudFrontUnknownKey",
      [],
      "opens a thumbnail",
      "CloudFront does not know the key that signed the URL",
      "public key in the distribution's key group",
    ],
    ["cloudFrontWrongKey", [], "opens a thumbnail", "CloudFront rejects the signature", "belong together"],
    ["cloudFrontClockBehind", [], "opens a thumbnail", "The URL has expired", "PRESIGN_EXPIRES"],
    [
      "oneOrigin",
      ["--origin=https://other.example"],
      "answers CORS preflights",
      "The CORS origin https://other.example is not allowed",
      "ALLOWED_ORIGINS",
    ],
  ])("names %s %s: %s", async (fault, options, check, cause, remedy) => {
    const { code, row } = await run([apis.url(fault), ...options]);

    expect(row(check)).toMatchObject({
      mark: "FAIL",
      cause: expect.stringContaining(cause),
      remedy: expect.stringContaining(remedy),
    });
    expect(code).toBe(1);
  });

  test("checks only an origin that is given", async () => {
    const other = await run([apis.url("oneOrigin"), "--origin=https://other.example"]);
    const allowed = await run([apis.url("oneOrigin"), "--origin=https://photos.example"]);
    const unnamed = await run([apis.url("oneOrigin")]);

    expect(other.row("allows the origin")).toMatchObject({ mark: "FAIL", cause: "as above" });
    expect(allowed.row("allows the origin")).toMatchObject({
      mark: "ok",
      found: "responses and errors, allowed: https://photos.example",
    });
    expect(unnamed.row("allows the origin")).toMatchObject({
      mark: "-",
      found: expect.stringContaining("give yours with --origin"),
    });
    expect([allowed.code, unnamed.code]).toEqual([0, 0]);
  });
});

describe("a fault of S3", () => {
  const REDIRECT =
    "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.";
  const OBJECT = "arn:aws:s3:::beetroot-thumbs/faces-thumbs/anna";
  const denied = (action: string, resource: string, policy: string) =>
    `User: arn:aws:sts::111122223333:assumed-role/api/x is not authorized to perform: ${action} on resource: &quot;${resource}&quot; because no ${policy} allows the ${action} action`;

  test.each<[fault: string, response: StubResponse, cause: string, remedy: string]>([
    [
      "a missing permission",
      s3Error(403, "AccessDenied", "Access Denied"),
      "The function's role lacks s3:GetObject on beetroot-thumbs/faces-thumbs/*, or the bucket belongs to another account",
      "for a bucket of another account, in the bucket's policy as well",
    ],
    [
      "a missing permission for the key",
      s3Error(
        403,
        "AccessDenied",
        "User: arn:aws:sts::111122223333:assumed-role/api/x is not authorized to perform: kms:Decrypt",
      ),
      "encryption key",
      "kms:Decrypt",
    ],
    [
      "a policy that denies",
      s3Error(403, "AccessDenied", "… with an explicit deny in a resource-based policy"),
      "explicitly denies the read",
      "Deny",
    ],
    [
      "a session that ended early",
      s3Error(400, "ExpiredToken", "The provided token has expired."),
      "The session ended early: the credentials",
      "PRESIGN_EXPIRES",
    ],
    [
      "a URL that ended early",
      s3Error(403, "AccessDenied", "Request has expired"),
      "The session ended early",
      "PRESIGN_EXPIRES",
    ],
    [
      "S3's clock",
      {
        ...s3Error(403, "AccessDenied", "Request has expired"),
        headers: { Date: new Date(Date.now() + 7_200_000).toUTCString() },
      },
      "Clock skew: S3's clock and the API's are 7",
      "NTP",
    ],
    ["the signing clock", s3Error(403, "RequestTimeTooSkewed"), "Clock skew", "NTP"],
    [
      "an unknown access key",
      s3Error(403, "InvalidAccessKeyId"),
      "The access key that signed the URL does not exist",
      "role",
    ],
    ["another session's token", s3Error(400, "InvalidToken"), "session token does not belong", "AWS_SESSION_TOKEN"],
    ["a wrong secret", s3Error(403, "SignatureDoesNotMatch"), "The signature is wrong", "AWS_SECRET_ACCESS_KEY"],
    [
      "another region, at the global endpoint",
      s3Error(
        400,
        "AuthorizationQueryParametersError",
        "Error parsing the X-Amz-Credential parameter; the region 'eu-central-1' is wrong; expecting 'us-west-2'",
        "<Region>us-west-2</Region>",
      ),
      "The bucket beetroot-thumbs is in us-west-2, but the URL was signed for eu-central-1.",
      "Add beetroot-thumbs=us-west-2 to the function's BUCKET_REGIONS",
    ],
    [
      "another region, in the message only",
      s3Error(
        400,
        "AuthorizationHeaderMalformed",
        "The authorization header is malformed; the region &apos;eu-central-1&apos; is wrong; expecting &apos;us-west-2&apos;",
      ),
      "is in us-west-2,",
      "beetroot-thumbs=us-west-2",
    ],
    [
      "another region, as a redirect with its header",
      { ...s3Error(301, "PermanentRedirect"), headers: { "x-amz-bucket-region": "us-west-2", Location: "/elsewhere" } },
      "is in us-west-2,",
      "beetroot-thumbs=us-west-2",
    ],
    [
      "another region, as a redirect with an endpoint",
      s3Error(301, "PermanentRedirect", REDIRECT, "<Endpoint>beetroot-thumbs.s3.us-west-2.amazonaws.com</Endpoint>"),
      "is in us-west-2,",
      "beetroot-thumbs=us-west-2",
    ],
    [
      "another region, as a redirect with an endpoint of older regions",
      s3Error(301, "PermanentRedirect", REDIRECT, "<Endpoint>beetroot-thumbs.s3-us-west-2.amazonaws.com</Endpoint>"),
      "is in us-west-2,",
      "beetroot-thumbs=us-west-2",
    ],
    [
      "another region, as a redirect without its name",
      s3Error(301, "PermanentRedirect", REDIRECT, "<Endpoint>s3.amazonaws.com</Endpoint>"),
      "is in another region,",
      "beetroot-thumbs=<its region>",
    ],
    [
      "another region, as a location constraint",
      s3Error(
        400,
        "IllegalLocationConstraintException",
        "The me-south-1 location constraint is incompatible for the region specific endpoint this request was sent to.",
      ),
      "is in me-south-1,",
      "beetroot-thumbs=me-south-1",
    ],
    [
      "a missing object without s3:ListBucket",
      s3Error(403, "AccessDenied", denied("s3:ListBucket", "arn:aws:s3:::beetroot-thumbs", "identity-based policy")),
      "The object is missing. S3 answers 403 instead of 404 because the role lacks s3:ListBucket.",
      "Allow s3:ListBucket on arn:aws:s3:::beetroot-thumbs",
    ],
    [
      "a missing permission, with S3's reason",
      s3Error(403, "AccessDenied", denied("s3:GetObject", OBJECT, "identity-based policy")),
      "The function's role lacks s3:GetObject on beetroot-thumbs/faces-thumbs/*.",
      "in the role's policy.",
    ],
    [
      "a bucket of another account",
      s3Error(403, "AccessDenied", denied("s3:GetObject", OBJECT, "resource-based policy")),
      "The bucket beetroot-thumbs belongs to another account, and its policy does not allow the function's role.",
      "Have its owner allow the role s3:GetObject on arn:aws:s3:::beetroot-thumbs/faces-thumbs/*",
    ],
    [
      "a VPC endpoint's policy",
      s3Error(403, "AccessDenied", denied("s3:GetObject", OBJECT, "VPC endpoint policy")),
      "no VPC endpoint policy allows the read",
      "s3:GetObject",
    ],
    ["a missing object", s3Error(404, "NoSuchKey"), "The object is missing", "pipeline"],
    ["an archived object", s3Error(403, "InvalidObjectState"), "archived", "Restore"],
    ["a busy S3", s3Error(503, "SlowDown"), "S3 is busy", "again"],
    ["no S3 at all", { status: 418, body: "teapot" }, "The bucket's host answered 418", "AWS_ENDPOINT_URL_S3"],
  ])("is named: %s", async (_, response, cause, remedy) => {
    const s3 = await startWithS3(apis.url("sound"), () => response);
    onTestFinished(() => s3.stop());

    const { code, output, row } = await run([s3.url]);

    expect(row("opens a thumbnail")).toMatchObject({
      mark: "FAIL",
      cause: expect.stringContaining(cause),
      remedy: expect.stringContaining(remedy),
    });
    expect(row("opens a face in a photo")).toMatchObject({ mark: "FAIL", cause: "as above" });
    expect(output).not.toContain("111122223333");
    expect(code).toBe(1);
  });

  test("concerns one object if S3 hands out another of the same place", async () => {
    const s3 = await startWithS3(apis.url("sound"), ({ url }) =>
      url!.startsWith("/beetroot-thumbs/faces-thumbs/anna?")
        ? s3Error(403, "AccessDenied", "Access Denied")
        : undefined,
    );
    onTestFinished(() => s3.stop());

    const { code, row } = await run([s3.url, "--person=anna"]);

    expect(row("opens a thumbnail")).toMatchObject({
      mark: "FAIL",
      cause: expect.stringContaining("The object is missing: S3 hands out others of beetroot-thumbs/faces-thumbs/*"),
      remedy: expect.stringContaining("Allow s3:ListBucket on arn:aws:s3:::beetroot-thumbs"),
    });
    expect(row("opens a face in a photo").mark).toBe("ok");
    expect(code).toBe(1);
  });

  test("concerns one bucket if only that is in another region", async () => {
    const s3 = await startWithS3(apis.url("sound"), ({ url }) =>
      url!.startsWith("/beetroot-raw/")
        ? {
            ...s3Error(
              301,
              "PermanentRedirect",
              REDIRECT,
              "<Endpoint>beetroot-raw.s3.us-east-2.amazonaws.com</Endpoint>",
            ),
            headers: { "Content-Type": "application/xml", "x-amz-bucket-region": "us-east-2" },
          }
        : undefined,
    );
    onTestFinished(() => s3.stop());

    const { code, row } = await run([s3.url]);

    expect(row("opens a thumbnail").mark).toBe("ok");
    expect(row("opens a photo")).toMatchObject({
      mark: "FAIL",
      found: expect.stringContaining("301 PermanentRedirect"),
      cause: "The bucket beetroot-raw is in us-east-2, but the URL was signed for eu-central-1.",
      remedy: expect.stringContaining("Add beetroot-raw=us-east-2 to the function's BUCKET_REGIONS."),
    });
    expect(code).toBe(1);
  });

  test("is named if its host is unreachable", async () => {
    const front = await startGateway(apis.url("sound"), pass, (response) => ({
      ...response,
      body: response.body.replaceAll(/http:\/\/127\.0\.0\.1:\d+(?=\/)/g, "http://127.0.0.1:9"),
    }));
    onTestFinished(() => front.stop());

    const { code, row } = await run([front.url]);

    expect(row("opens a thumbnail")).toMatchObject({
      mark: "FAIL",
      cause: expect.stringContaining("The bucket's host 127.0.0.1:9 is unreachable"),
      remedy: expect.stringContaining("AWS_ENDPOINT_URL_S3"),
    });
    expect(code).toBe(1);
  });

  test("is not reported if expiresAt is the session's end", async () => {
    const soon = new Date(Math.floor(Date.now() / 1000) * 1000 + 600_000).toISOString().replace(".000", "");
    const front = await startGateway(
      apis.url("sound"),
      () => undefined,
      (response) => ({
        ...response,
        body: response.body.replace(/"expiresAt":"[^"]*"/, `"expiresAt":"${soon}"`),
      }),
    );
    onTestFinished(() => front.stop());

    const { code, row } = await run([front.url]);

    expect(row("keeps URLs until expiresAt")).toMatchObject({
      mark: "ok",
      found: expect.stringContaining("when the function's session ends"),
    });
    expect(code).toBe(0);
  });

  test("is only a warning if this machine's clock is wrong", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 7_200_000 });
    onTestFinished(() => void vi.useRealTimers());

    const { code, output, row } = await run([apis.url("sound")]);

    expect(row("clocks agree")).toMatchObject({
      ...WARNING,
      found: expect.stringMatching(/^this machine's is \d+ \w+ ahead$/),
    });
    expect(output).not.toContain("FAIL");
    expect(code).toBe(0);
  });

  test("is clock skew if the API's and S3's clocks differ", async () => {
    const front = await startGateway(
      apis.url("sound"),
      pass,
      withHeader("date", new Date(Date.now() + 600_000).toUTCString()),
    );
    onTestFinished(() => front.stop());

    const { code, row } = await run([front.url]);

    expect(row("clocks agree")).toMatchObject({
      ...FAULT,
      found: expect.stringMatching(/^the API's and S3's are \d+ min apart$/),
      cause: "Clock skew between the API and S3.",
    });
    expect(code).toBe(1);
  });

  test("is the API's if it promises too much", async () => {
    const front = await startGateway(
      apis.url("sound"),
      () => undefined,
      (response) => ({
        ...response,
        body: response.body.replace(/"expiresAt":"[^"]*"/, '"expiresAt":"2100-01-01T00:00:00Z"'),
      }),
    );
    onTestFinished(() => front.stop());

    const { code, row } = await run([front.url]);

    expect(row("keeps URLs until expiresAt")).toMatchObject({
      ...FAULT,
      cause: "The API promises more time than its URLs have.",
    });
    expect(code).toBe(1);
  });
});

describe("the local CloudFront", () => {
  test("passes, and its bucket is private at S3, too", async () => {
    const { code, output, row } = await run([apis.url("cloudFront"), "--origin=https://photos.example"], {
      AWS_ENDPOINT_URL_S3: apis.url("s3"),
    });

    expect(code, output).toBe(0);
    expect(output).not.toMatch(/FAIL|WARN/);
    expect(row("keeps buckets private").found).toContain("beetroot-raw");
  });

  test("is of no use to a bucket that is public at S3", async () => {
    const { code, row } = await run([apis.url("cloudFront"), "--person=published"], {
      AWS_ENDPOINT_URL_S3: apis.url("s3"),
    });

    expect(code).toBe(1);
    expect(row("keeps buckets private")).toMatchObject({
      mark: "FAIL",
      found: "beetroot-public hands out the object without a signature",
      remedy: expect.stringContaining("Block Public Access"),
    });
  });
});

describe("CloudFront", () => {
  /** Starts the stand-in, and runs the command with its API. */
  async function runWith(stub: CloudFrontStub, environment: Record<string, string> = {}) {
    const started = await startWithCloudFront(apis.url("sound"), stub);
    onTestFinished(() => started.stop());
    return run([started.url], environment);
  }

  test("passes if it is sound, and nothing of a policy is printed", async () => {
    const { code, output, row } = await runWith({});

    expect(code, output).toBe(0);
    expect(output).not.toMatch(/FAIL|WARN|K2JCJMDEHXQW5F|Policy=/);
    expect(row("opens a photo").found).toMatch(/^image\/png from 127\.0\.0\.1:\d+\/photos-raw\/…$/);
    expect(row("keeps buckets private")).toMatchObject({ mark: "ok", found: expect.stringContaining("beetroot-raw") });
  });

  test("passes with answers of CloudFront's cache, whose Date is old", async () => {
    const { code, output, row } = await runWith({
      headers: {
        "Content-Security-Policy": "sandbox",
        Date: new Date(Date.now() - 3_000_000).toUTCString(),
        Age: "3000",
      },
    });

    expect(code, output).toBe(0);
    expect(row("clocks agree")).toMatchObject({ mark: "ok", found: "within seconds" });
  });

  test("passes with a canned policy", async () => {
    const { code, output } = await runWith({
      headers: {},
      query: () => `Expires=${Math.round(Date.now() / 1000) + 3600}&Signature=c2ln&Key-Pair-Id=K2JCJMDEHXQW5F`,
    });

    expect(code, output).toBe(0);
    expect(output).not.toMatch(/FAIL|WARN/);
  });

  const S3S_403 = s3Error(403, "AccessDenied", "Access Denied");

  test.each<[fault: string, response: StubResponse, cause: string, remedy: string]>([
    [
      "an unknown key",
      cloudFrontError("InvalidKey", "Unknown Key"),
      "CloudFront does not know the key that signed the URL",
      "CLOUDFRONT_KEY_PAIR_ID",
    ],
    [
      "a lost query",
      cloudFrontError("MissingKey", "Missing Key-Pair-Id query parameter or cookie value"),
      "The URL lost its signature on the way",
      "byte for byte",
    ],
    [
      "a malformed policy",
      cloudFrontError("MalformedPolicy", "Malformed Policy"),
      "CloudFront cannot read the URL's policy",
      "byte for byte",
    ],
    [
      "a wrong signature",
      cloudFrontError("AccessDenied", "Access denied"),
      "CloudFront rejects the signature: the private key does not belong to the public key",
      "CLOUDFRONT_URLS names exactly what browsers request",
    ],
    [
      "CloudFront's clock",
      {
        ...cloudFrontError("AccessDenied", "Access denied"),
        headers: { Date: new Date(Date.now() + 7_200_000).toUTCString() },
      },
      "Clock skew: CloudFront's clock and the API's are 7",
      "NTP",
    ],
    [
      "missing origin access",
      S3S_403,
      "CloudFront may not read the bucket: its policy does not allow this distribution",
      "ThumbsBucketPolicy",
    ],
    [
      "missing origin access, served from CloudFront's cache of errors",
      { ...S3S_403, headers: { Date: new Date(Date.now() - 600_000).toUTCString(), Age: "600" } },
      "CloudFront may not read the bucket",
      "ThumbsBucketPolicy",
    ],
    [
      "a key of KMS",
      s3Error(403, "AccessDenied", "The ciphertext refers to a key; not authorized to perform: kms:Decrypt"),
      "CloudFront may not use the bucket's encryption key",
      "cloudfront.amazonaws.com kms:Decrypt",
    ],
    [
      "a policy that denies",
      s3Error(403, "AccessDenied", "… with an explicit deny in a resource-based policy"),
      "explicitly denies CloudFront the read",
      "aws:SourceArn",
    ],
    [
      "a query that is passed on to S3",
      s3Error(
        403,
        "AccessDenied",
        "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters",
      ),
      "The behaviour requires no signature",
      "trust the key group",
    ],
    [
      "a header that is passed on to S3",
      s3Error(403, "SignatureDoesNotMatch"),
      "S3 rejects CloudFront's own signature",
      "Authorization",
    ],
    [
      "a bucket of another region",
      s3Error(301, "PermanentRedirect", "…", "<Endpoint>beetroot-thumbs.s3.us-west-2.amazonaws.com</Endpoint>"),
      "The bucket is in us-west-2",
      "regional address",
    ],
    ["a bucket that does not exist", s3Error(404, "NoSuchBucket"), "names a bucket that does not exist", "origin"],
    ["a missing object", s3Error(404, "NoSuchKey"), "The object is missing", "path patterns"],
    ["an archived object", s3Error(403, "InvalidObjectState"), "archived", "Restore"],
    [
      "a name that is not the distribution's",
      {
        status: 403,
        headers: { "Content-Type": "text/html", Server: "CloudFront" },
        body: "<HTML><HEAD><TITLE>ERROR: The request could not be satisfied</TITLE></HEAD></HTML>",
      },
      "the name is none of the distribution's",
      "alternate domain names",
    ],
    ["a busy origin", { status: 503, body: "" }, "CloudFront or S3 is busy", "again"],
    ["something else", { status: 418, body: "teapot" }, "CloudFront answered 418", "CLOUDFRONT_URLS"],
  ])("is named: %s", async (_, response, cause, remedy) => {
    const { code, row } = await runWith({ signed: () => response });

    expect(row("opens a thumbnail")).toMatchObject({
      mark: "FAIL",
      cause: expect.stringContaining(cause),
      remedy: expect.stringContaining(remedy),
    });
    expect(code).toBe(1);
  });

  test("is named if a URL has expired", async () => {
    const { row } = await runWith({
      signed: () => cloudFrontError("AccessDenied", "Access denied"),
      query: (url) => prefixPolicy(url, Date.now() - 1000),
    });

    expect(row("opens a thumbnail")).toMatchObject({
      mark: "FAIL",
      cause: expect.stringContaining("The URL has expired"),
      remedy: expect.stringContaining("PRESIGN_EXPIRES"),
    });
    expect(row("keeps URLs until expiresAt")).toMatchObject({
      mark: "FAIL",
      cause: "The API promises more time than its URLs have.",
    });
  });

  test("is named if its host is unreachable", async () => {
    const { row } = await runWith({ host: "http://127.0.0.1:9" });

    expect(row("opens a thumbnail")).toMatchObject({
      mark: "FAIL",
      cause: expect.stringContaining("CloudFront's host 127.0.0.1:9 is unreachable"),
      remedy: expect.stringContaining("CLOUDFRONT_URLS"),
    });
  });

  test("concerns one object if CloudFront hands out another of the same place", async () => {
    const { row } = await runWith({
      signed: ({ url }) => (url!.startsWith("/faces-thumbs/anna?") ? S3S_403 : undefined),
    });

    expect(row("opens a thumbnail")).toMatchObject({
      mark: "FAIL",
      cause: expect.stringContaining("The object is missing: CloudFront hands out others of"),
    });
  });

  test("is public if it hands out the object without a signature", async () => {
    const { code, row } = await runWith({ unsigned: () => undefined });

    expect(row("keeps buckets private")).toMatchObject({
      mark: "FAIL",
      cause: expect.stringContaining("The distribution requires no signature for this path"),
      remedy: expect.stringContaining("trust the key group"),
    });
    expect(code).toBe(1);
  });

  test("is not public if its root shows a page", async () => {
    const { row } = await runWith({
      unsigned: ({ url }) =>
        url!.startsWith("/?") ? { status: 200, body: "<!doctype html>" } : cloudFrontError("MissingKey", "Missing"),
    });

    expect(row("keeps buckets private").mark).toBe("ok");
  });

  test("does not hide that the bucket is still public at S3", async () => {
    const asked: string[] = [];
    const s3 = await StubServer.start(({ url }) => {
      asked.push(url!);
      return url!.startsWith("/beetroot-raw/photos-raw/")
        ? { status: 200, body: "photo" }
        : s3Error(403, "AccessDenied");
    });
    onTestFinished(() => s3.stop());

    const { code, row } = await runWith({}, { AWS_ENDPOINT_URL_S3: s3.url });

    expect(asked).toHaveLength(1);
    expect(row("keeps buckets private")).toMatchObject({
      mark: "FAIL",
      cause: expect.stringContaining("The bucket is public"),
      remedy: expect.stringContaining("Block Public Access for beetroot-raw"),
    });
    expect(code).toBe(1);
  });

  test.each<[stub: CloudFrontStub, cause: string, remedy: string]>([
    [{ headers: {} }, "adds no Content-Security-Policy", "response headers policy"],
    [
      {
        headers: { "Content-Security-Policy": "sandbox", "Content-Type": "binary/octet-stream" },
        query: (url) => `response-content-type=image%2Fjpeg&${prefixPolicy(url)}`,
      },
      "does not pass response-content-type on to S3",
      "cache policy",
    ],
  ])("is only a warning if its policies lack something: %#", async (stub, cause, remedy) => {
    const { code, output, row } = await runWith(stub);

    expect(row("opens a photo")).toMatchObject({ mark: "WARN", cause: "as above" });
    expect(row("opens a thumbnail")).toMatchObject({
      mark: "WARN",
      cause: expect.stringContaining(cause),
      remedy: expect.stringContaining(remedy),
    });
    expect(output).not.toContain("FAIL");
    expect(code).toBe(0);
  });
});

describe("a fault in front of the function", () => {
  const json = { "Content-Type": "application/json" };
  const unavailable = JSON.stringify({
    type: "about:blank",
    title: "Service Unavailable",
    status: 503,
    detail: "Busy.",
    error: "unavailable",
  });

  test.each<[fault: string, response: StubResponse, cause: string, remedy: string]>([
    [
      "no token",
      { status: 401, body: '{"message":"Unauthorized"}' },
      "requires a token, and none was given",
      "BEETROOT_TOKEN",
    ],
    [
      "no stage",
      { status: 403, body: '{"message":"Missing Authentication Token"}' },
      "no such route or stage",
      "stage",
    ],
    [
      "another guard",
      { status: 403, body: '{"message":"Forbidden"}' },
      "Something in front of the function refuses the call",
      "access log",
    ],
    [
      "no route",
      { status: 404, headers: json, body: '{"message":"Not Found"}' },
      "The gateway has no such route",
      "$default",
    ],
    ["throttling", { status: 429, body: '{"message":"Too Many Requests"}' }, "The gateway throttles", "burst"],
    ["a used-up quota", { status: 429, body: '{"message":"Limit Exceeded"}' }, "The usage plan's quota", "quota"],
    [
      "a function URL without capacity",
      {
        status: 429,
        headers: json,
        body: '{"Reason":"ReservedFunctionConcurrentInvocationLimitExceeded","Type":"User","message":"Rate Exceeded."}',
      },
      "Lambda throttles the function",
      "concurrency",
    ],
    [
      "a function URL that requires IAM",
      { status: 403, headers: json, body: '{"Message":"Forbidden"}' },
      "The function URL refuses the call",
      "lambda:InvokeFunctionUrl and lambda:InvokeFunction",
    ],
    [
      "a function URL whose policy allows nobody",
      {
        status: 403,
        headers: json,
        body: '{"Message":"Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"}',
      },
      "The function URL refuses the call",
      "lambda:InvokeFunctionUrl and lambda:InvokeFunction",
    ],
    [
      "a function URL whose function does not start",
      { status: 502, body: "Internal Server Error" },
      "The function does not start",
      "misconfigured",
    ],
    [
      "a Lambda authorizer that denies",
      {
        status: 403,
        headers: json,
        body: '{"Message":"User is not authorized to access this resource with an explicit deny"}',
      },
      "A Lambda authorizer or the REST API's resource policy denies the call",
      "authorizer",
    ],
    [
      "a resource policy that denies",
      {
        status: 403,
        headers: json,
        body: '{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:eu-central-1:********3333:id/prod/GET/persons"}',
      },
      "A Lambda authorizer or the REST API's resource policy denies the call",
      "resource policy",
    ],
    [
      "an authorizer that fails",
      { status: 500, headers: json, body: '{"message":null}' },
      "The gateway's authorizer failed",
      "access log",
    ],
    [
      "the older function alone",
      { status: 404, headers: json, body: '{"error":"not found","path":"/v1/persons"}' },
      "The Python function that this API replaces still answers",
      "update-route",
    ],
    [
      "a function that does not start, at an HTTP API",
      { status: 500, headers: json, body: '{"message":"Internal Server Error"}' },
      "The function does not start",
      "misconfigured",
    ],
    [
      "a function that does not start, at a REST API",
      { status: 502, headers: json, body: '{"message": "Internal server error"}' },
      "THUMBS_BUCKET is unset",
      "lambda:InvokeFunction",
    ],
    [
      "no room for the function",
      { status: 503, headers: json, body: '{"message":"Service Unavailable"}' },
      "no response from the function in time",
      "Throttles",
    ],
    [
      "a function that is too slow",
      { status: 504, headers: json, body: '{"message":"Endpoint request timed out"}' },
      "no response from the function in time",
      "Duration",
    ],
    [
      "a busy DynamoDB",
      { status: 503, headers: { "Content-Type": "application/problem+json" }, body: unavailable },
      "DynamoDB throttles",
      "metrics",
    ],
    [
      "a web page",
      { status: 200, headers: { "Content-Type": "text/html" }, body: "<!doctype html><title>Welcome</title>" },
      "is not the Beetroot API",
      "base URL",
    ],
    ["another API", { status: 200, headers: json, body: '{"people":[]}' }, "is not the Beetroot API", "base URL"],
    [
      "the older function",
      { status: 200, headers: json, body: '{"persons":[]}' },
      "is not the Beetroot API, or an older version",
      "neither nextCursor nor expiresAt",
    ],
    ["another server", { status: 404, body: "Not here" }, "is not the Beetroot API", "base URL"],
  ])("is named: %s", async (_, response, cause, remedy) => {
    const front = await StubServer.start(() => response);
    onTestFinished(() => front.stop());

    const { code, row } = await run([front.url]);

    expect(row("lists people")).toMatchObject({
      mark: "FAIL",
      cause: expect.stringContaining(cause),
      remedy: expect.stringContaining(remedy),
    });
    expect(row("opens a thumbnail").mark).toBe("-");
    expect(code).toBe(1);
  });

  test("is named if the certificate is not trusted", () => {
    expect(diagnoseApi({ body: "", connection: "DEPTH_ZERO_SELF_SIGNED_CERT", tokenGiven: false }).cause).toContain(
      "TLS certificate is not trusted",
    );
  });

  test("is only a warning if the library is empty", async () => {
    const front = await startGateway(apis.url("sound"), ({ url }) =>
      url!.startsWith("/persons?limit=0") || !/^\/persons($|\?limit)/.test(url!)
        ? undefined
        : {
            status: 200,
            headers: { ...json, "Access-Control-Allow-Origin": "*" },
            body: '{"persons":[],"nextCursor":null,"expiresAt":"2100-01-01T00:00:00Z"}',
          },
    );
    onTestFinished(() => front.stop());

    const { code, output, row } = await run([front.url]);

    expect(row("lists people")).toMatchObject({ ...WARNING, cause: expect.stringContaining("The library is empty") });
    expect(output).not.toContain("FAIL");
    expect(code).toBe(0);
  });

  test("is named if the base URL has a path too many", async () => {
    const { code, row } = await run([`${apis.url("sound")}/api`]);

    expect(row("lists people")).toMatchObject({
      ...FAULT,
      cause: "The API responds, but the base URL has a path that does not belong there.",
    });
    expect(code).toBe(1);
  });

  test.each<[state: string, elsewhere: (path: string) => StubResponse | undefined, check: string, cause: string]>([
    [
      "an HTTP API lacks the new route",
      (path) =>
        /^\/persons\/[^/]+$/.test(path) ? { status: 404, headers: json, body: '{"message":"Not Found"}' } : undefined,
      "reads one person",
      "The gateway has no route for this path",
    ],
    [
      "a REST API lacks the new route",
      (path) =>
        /^\/persons\/[^/]+$/.test(path)
          ? { status: 403, headers: json, body: '{"message":"Missing Authentication Token"}' }
          : undefined,
      "reads one person",
      "The gateway has no route for this path",
    ],
    [
      "the older function still gets the other paths",
      (path) =>
        /^\/persons\/[^/]+$/.test(path)
          ? { status: 404, headers: json, body: JSON.stringify({ error: "not found", path }) }
          : undefined,
      "reads one person",
      "The Python function that this API replaces still answers this path.",
    ],
    [
      "the older function still answers the photo list",
      (path) =>
        path.endsWith("/photos")
          ? { status: 200, headers: json, body: JSON.stringify({ personId: "anna", photos: [] }) }
          : undefined,
      "lists the person's photos",
      "The Python function that this API replaces still answers this path.",
    ],
  ])("is a half-finished migration if %s", async (_, elsewhere, check, cause) => {
    const front = await startGateway(apis.url("sound"), ({ url }) => elsewhere(url!.replace(/\?.*/, "")));
    onTestFinished(() => front.stop());

    const { code, row } = await run([front.url]);

    expect(row("lists people").mark).toBe("ok");
    expect(row(check)).toMatchObject({
      mark: "FAIL",
      cause: expect.stringContaining(cause),
      remedy: expect.stringContaining("update-route"),
    });
    expect(code).toBe(1);
  });

  test("is a missing BASE_PATH if the gateway passes its base path on", async () => {
    const front = await startGateway(apis.url("sound"), ({ url }) =>
      url!.startsWith("/library/") ? undefined : { status: 404, headers: json, body: '{"message":"Not Found"}' },
    );
    onTestFinished(() => front.stop());

    const { code, row } = await run([`${front.url}/library`]);

    expect(row("lists people")).toMatchObject({
      mark: "FAIL",
      cause: "The base path /library is not configured: the function takes it for a part of the path.",
      remedy: expect.stringContaining("Set BASE_PATH=/library in the function's settings"),
    });
    expect(code).toBe(1);
  });

  test("is only a warning if the 401 has no CORS headers", async () => {
    const guarded = await guardedGateway();
    onTestFinished(() => guarded.stop());

    const { code, output, row } = await run([guarded.url, "--origin=https://photos.example"], {
      BEETROOT_TOKEN: "secret-token",
    });

    expect(row("requires a token")).toMatchObject({
      ...WARNING,
      cause: expect.stringContaining("a page on another origin sees a network error"),
      remedy: expect.stringContaining("CloudFront with the behaviour /api/* for the API, and BASE_PATH=/api"),
    });
    expect(output).not.toContain("FAIL");
    expect(code).toBe(0);
  });

  test("is named if the token is rejected", async () => {
    const front = await StubServer.start(() => ({ status: 401, body: '{"message":"Unauthorized"}' }));
    onTestFinished(() => front.stop());

    const { code, row } = await run([front.url], { BEETROOT_TOKEN: "secret-token" });

    expect(row("lists people")).toMatchObject({ ...FAULT, cause: expect.stringContaining("rejects the token") });
    expect(row("answers CORS preflights")).toMatchObject({
      ...FAULT,
      cause: expect.stringContaining("browsers send it without a token"),
    });
    expect(code).toBe(1);
  });

  test("is named if nothing responds, or not in time", async () => {
    const slow = await StubServer.start(() => new Promise(() => {}));
    onTestFinished(() => slow.stop());
    const gone = await StubServer.start(() => ({ status: 200 }));
    const { url } = gone;
    gone.stop();

    expect((await run([url])).row("lists people")).toMatchObject({
      ...FAULT,
      cause: "The API is unreachable (ECONNREFUSED).",
    });
    expect((await run([slow.url, "--timeout=1"])).row("lists people")).toMatchObject({
      ...FAULT,
      cause: "The API does not respond in time.",
    });
  });

  test.each<
    [
      fault: string,
      check: string,
      cause: string,
      own: Parameters<typeof startGateway>[1],
      alter?: Parameters<typeof startGateway>[2],
    ]
  >([
    [
      "unknown paths are not routed",
      "reports errors as problems",
      "The gateway has no route for this path",
      ({ url }) =>
        url!.startsWith("/persons") ? undefined : { status: 404, headers: json, body: '{"message":"Not Found"}' },
    ],
    [
      "OPTIONS is not routed",
      "answers CORS preflights",
      "The preflight gets a 404",
      ({ method }) => (method === "OPTIONS" ? { status: 404 } : undefined),
    ],
    [
      "cursors are dropped",
      "follows cursors",
      "The cursor does not advance.",
      (request) => {
        request.url = request.url!.replace(/&cursor=[^&]+/, "");
        return undefined;
      },
    ],
    [
      "errors carry no CORS headers",
      "allows the origin",
      "has no Access-Control-Allow-Origin",
      pass,
      (response) => (response.status === 400 ? { ...response, headers: json } : response),
    ],
    [
      "CORS is set twice",
      "answers CORS preflights",
      "Both the function and something in front of it set",
      pass,
      withHeader("access-control-allow-origin", "*, *"),
    ],
    [
      "GET is not allowed",
      "answers CORS preflights",
      "does not allow GET",
      pass,
      withHeader("access-control-allow-methods", "POST"),
    ],
    [
      "the token's header is not allowed",
      "answers CORS preflights",
      "the Authorization header",
      pass,
      withHeader("access-control-allow-headers", "*"),
    ],
  ])("is named if %s", async (_, check, cause, own, alter) => {
    const front = await startGateway(apis.url("sound"), own, alter);
    onTestFinished(() => front.stop());

    const { code, row } = await run([front.url, "--origin=https://photos.example"], { BEETROOT_TOKEN: "secret-token" });

    expect(row(check)).toMatchObject({ ...FAULT, cause: expect.stringContaining(cause) });
    expect(code).toBe(1);
  });
});

function pass(): undefined {}

function withHeader(name: string, value: string): Parameters<typeof startGateway>[2] {
  return (response) => ({ ...response, headers: { ...response.headers, [name]: value } });
}

describe("a signed URL", () => {
  const query =
    "?X-Amz-Date=20261124T220000Z&X-Amz-Credential=KEY%2F20261124%2Feu-central-1%2Fs3%2Faws4_request&X-Amz-Expires=900";

  test.each<[href: string, key: string, bucket: string, bucketRoot: string]>([
    [
      "https://beetroot-thumbs.s3.eu-central-1.amazonaws.com/faces-thumbs/a%20%2B%20%E6%97%A5.jpg",
      "faces-thumbs/a + 日.jpg",
      "beetroot-thumbs",
      "https://beetroot-thumbs.s3.eu-central-1.amazonaws.com/",
    ],
    [
      "https://beetroot-thumbs.s3.cn-north-1.amazonaws.com.cn/a.jpg",
      "a.jpg",
      "beetroot-thumbs",
      "https://beetroot-thumbs.s3.cn-north-1.amazonaws.com.cn/",
    ],
    [
      "https://s3.eu-central-1.amazonaws.com/raw.photos.example/a/a/a.jpg",
      "a/a/a.jpg",
      "raw.photos.example",
      "https://s3.eu-central-1.amazonaws.com/raw.photos.example/",
    ],
    [
      "https://files.example/s3/beetroot-raw/100%25.jpg",
      "100%.jpg",
      "beetroot-raw",
      "https://files.example/s3/beetroot-raw/",
    ],
  ])("yields bucket, region and times: %s", (href, key, bucket, bucketRoot) => {
    expect(parseSignedUrl(href + query, key)).toEqual({
      href: href + query,
      bare: href,
      bucketRoot,
      host: new URL(href).host,
      bucket,
      key,
      region: "eu-central-1",
      signedAt: new Date("2026-11-24T22:00:00Z"),
      endsAt: new Date("2026-11-24T22:15:00Z"),
    });
  });
});

describe("the command", () => {
  test.each<[commandLine: string[], message: string]>([
    [[], "The base URL of the API is missing."],
    [["https://a.example", "https://b.example"], "Give only one base URL."],
    [["a.example"], "The base URL must begin with https:// or http://"],
    [["ftp://a.example"], "The base URL must begin with https:// or http://"],
    [["https://user:secret-token@a.example"], "must not contain a user"],
    [["https://a.example?token=secret-token"], "must not contain a user, a query"],
    [["https://a.example", "--origin=a.example"], "The origin must be"],
    [["https://a.example", "--origin=https://a.example/"], "The origin must be"],
    [["https://a.example", "--timeout=0"], "The timeout must be"],
    [["https://a.example", "--tokn=x"], "Unknown option '--tokn'."],
  ])("rejects %j", async (commandLine, message) => {
    const { code, output } = await run(commandLine);

    expect(output.split("\n")[0]).toContain(message);
    expect(output).toContain("Usage: beetroot-smoke");
    expect(code).toBe(2);
  });

  test("prints its help", async () => {
    const { code, output } = await run(["--help"]);

    expect(output).toContain("BEETROOT_TOKEN");
    expect(code).toBe(0);
  });
});
