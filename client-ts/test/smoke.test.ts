import { afterAll, afterEach, beforeAll, describe, expect, inject, onTestFinished, test, vi } from "vitest";
import { diagnoseApi } from "../smoke/faults.js";
import { signedUrl } from "../smoke/signedUrl.js";
import { smoke } from "../smoke/smoke.js";
import { startFaultyApis, type FaultyApis } from "./faultyApis.js";
import { gateway, s3Error, StandIn, withS3, type Answer } from "./standIn.js";

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
  return { code, output, row: (name: string) => rowOf(output, name) };
}

/** A check's row of the report, its cause and its remedy, each unwrapped. */
function rowOf(output: string, name: string) {
  const rows = output.split(/\n(?=\S)/).filter((part) => part.slice(6).startsWith(name));
  expect(rows, output).toHaveLength(1);
  const text = rows[0]!.replaceAll(/\n {10,}/g, " ");
  const [, cause] = /cause: +(.*)/.exec(text) ?? [];
  const [, remedy] = /remedy: +(.*)/.exec(text) ?? [];
  return { mark: text.slice(0, 5).trim(), found: text.split("\n")[0]!.slice(45), cause, remedy };
}

const FAULT = { mark: "FAIL", remedy: expect.stringMatching(/.+/) };
const WARNING = { mark: "WARN", remedy: expect.stringMatching(/.+/) };

describe("a sound API", () => {
  test("passes on the local gallery, and prints neither people nor keys", async () => {
    const { code, output } = await run([inject("gallery"), "--origin=https://photos.example"]);

    expect(code, output).toBe(0);
    expect(output).toContain("13 of 14 passed, 1 not checked");
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

  test("passes behind a gateway that asks for a token", async () => {
    const guarded = await gateway(apis.url("sound"), ({ method, headers }) =>
      method !== "OPTIONS" && headers.authorization !== "Bearer secret-token"
        ? { status: 401, body: '{"message":"Unauthorized"}' }
        : undefined,
    );
    onTestFinished(() => guarded.stop());

    const { code, output, row } = await run([guarded.url], { BEETROOT_TOKEN: "secret-token" });

    expect(code, output).toBe(0);
    expect(output).toContain("14 of 14 passed");
    expect(row("asks for a token")).toMatchObject({ mark: "ok", found: "HTTP 401 without it" });
  });

  test("is told to be open where a token is not asked for", async () => {
    const { code, row } = await run([apis.url("sound")], { BEETROOT_TOKEN: "secret-token" });

    expect(code).toBe(0);
    expect(row("asks for a token")).toMatchObject({ ...WARNING, cause: expect.stringContaining("The API is open") });
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
      { ...WARNING, cause: "The person counts 2 photos, and no occurrence is found." },
    ],
    [
      "sound",
      ["--person=untyped"],
      "opens a thumbnail",
      { ...WARNING, cause: expect.stringContaining("content type is wrong") },
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
    ["sound", ["--person=nobody"], "reads one person", "There is no such person.", "personId of the list"],
    ["sound", ["--person=missing"], "opens a thumbnail", "The object is missing", "beetroot-thumbs/faces-thumbs/*"],
    ["sound", ["--person=empty"], "opens a thumbnail", "The object is empty.", "write it again"],
    ["sound", ["--person=text"], "opens a thumbnail", "The object is no image", "JPEG"],
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
    ["clockBehind", [], "opens a thumbnail", "The URL ended while the check ran, or the answer was old", "clock"],
    ["clockBehind", [], "keeps URLs until expiresAt", "The answer's expiresAt lies in the past", "clock"],
    ["clockAhead", [], "clocks agree", "Clock skew: the function signs with a clock that is ahead.", "NTP"],
    [
      "dynamoDbDenied",
      [],
      "lists people",
      "The function runs, but failed: a DynamoDB permission or table is missing",
      '"fault"',
    ],
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

  test("checks the origin that is named, and none where none is", async () => {
    const other = await run([apis.url("oneOrigin"), "--origin=https://other.example"]);
    const allowed = await run([apis.url("oneOrigin"), "--origin=https://photos.example"]);
    const unnamed = await run([apis.url("oneOrigin")]);

    expect(other.row("lets the origin read")).toMatchObject({ mark: "FAIL", cause: "as above" });
    expect(allowed.row("lets the origin read")).toMatchObject({
      mark: "ok",
      found: "answers and errors, allowed: https://photos.example",
    });
    expect(unnamed.row("lets the origin read")).toMatchObject({
      mark: "-",
      found: expect.stringContaining("give yours with --origin"),
    });
    expect([allowed.code, unnamed.code]).toEqual([0, 0]);
  });
});

describe("a fault of S3", () => {
  test.each<[fault: string, answer: Answer, cause: string, remedy: string]>([
    [
      "a missing permission",
      s3Error(403, "AccessDenied", "Access Denied"),
      "The function's role lacks s3:GetObject on beetroot-thumbs/faces-thumbs/*.",
      "arn:aws:s3:::beetroot-thumbs/faces-thumbs/*",
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
      "denies the read explicitly",
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
      "another region, in the query",
      s3Error(
        400,
        "AuthorizationQueryParametersError",
        "Error parsing the X-Amz-Credential parameter; the region 'eu-central-1' is wrong; expecting 'us-west-2'",
        "<Region>us-west-2</Region>",
      ),
      "The URL's region is wrong: it was signed for eu-central-1, and the bucket beetroot-thumbs is in us-west-2.",
      "AWS_REGION to us-west-2",
    ],
    [
      "another region, in the message",
      s3Error(
        400,
        "AuthorizationHeaderMalformed",
        "the region &apos;eu-central-1&apos; is wrong; expecting &apos;us-west-2&apos;",
      ),
      "is in us-west-2.",
      "us-west-2",
    ],
    [
      "another region, as a redirect",
      { ...s3Error(301, "PermanentRedirect"), headers: { "x-amz-bucket-region": "us-west-2", Location: "/elsewhere" } },
      "is in us-west-2.",
      "us-west-2",
    ],
    [
      "another region, without its name",
      s3Error(400, "IllegalLocationConstraintException"),
      "The URL's region is wrong",
      "AWS_REGION",
    ],
    ["a missing object", s3Error(404, "NoSuchKey"), "The object is missing", "pipeline"],
    ["an archived object", s3Error(403, "InvalidObjectState"), "archived", "Restore"],
    ["a busy S3", s3Error(503, "SlowDown"), "S3 is busy", "again"],
    ["no S3 at all", { status: 418, body: "teapot" }, "The bucket's host answered 418", "AWS_ENDPOINT_URL_S3"],
  ])("is named: %s", async (_, answer, cause, remedy) => {
    const s3 = await withS3(apis.url("sound"), () => answer);
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

  test("is named where its host is unreachable", async () => {
    const front = await gateway(apis.url("sound"), pass, (answer) => ({
      ...answer,
      body: answer.body.replaceAll(/http:\/\/127\.0\.0\.1:\d+(?=\/)/g, "http://127.0.0.1:9"),
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

  test("is not one where the session's end is told", async () => {
    const soon = new Date(Math.floor(Date.now() / 1000) * 1000 + 600_000).toISOString().replace(".000", "");
    const front = await gateway(
      apis.url("sound"),
      () => undefined,
      (answer) => ({
        ...answer,
        body: answer.body.replace(/"expiresAt":"[^"]*"/, `"expiresAt":"${soon}"`),
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

  test("is not one where this machine's clock is wrong, which is a warning", async () => {
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

  test("is one of the clocks where the API's and S3's differ", async () => {
    const front = await gateway(
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

  test("is one of the API where it promises too much", async () => {
    const front = await gateway(
      apis.url("sound"),
      () => undefined,
      (answer) => ({
        ...answer,
        body: answer.body.replace(/"expiresAt":"[^"]*"/, '"expiresAt":"2100-01-01T00:00:00Z"'),
      }),
    );
    onTestFinished(() => front.stop());

    const { code, row } = await run([front.url]);

    expect(row("keeps URLs until expiresAt")).toMatchObject({
      ...FAULT,
      cause: "The API promises more than its URLs hold.",
    });
    expect(code).toBe(1);
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

  test.each<[fault: string, answer: Answer, cause: string, remedy: string]>([
    [
      "no token",
      { status: 401, body: '{"message":"Unauthorized"}' },
      "asks for a token, and none was given",
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
      "no answer of the function in time",
      "Throttles",
    ],
    [
      "a function that is too slow",
      { status: 504, headers: json, body: '{"message":"Endpoint request timed out"}' },
      "no answer of the function in time",
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
      "is not the Beetroot API, or an older one",
      "nextCursor and expiresAt",
    ],
    ["another server", { status: 404, body: "Not here" }, "is not the Beetroot API", "base URL"],
  ])("is named: %s", async (_, answer, cause, remedy) => {
    const front = await StandIn.start(() => answer);
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

  test("is named where the certificate is not trusted", () => {
    expect(diagnoseApi({ body: "", connection: "DEPTH_ZERO_SELF_SIGNED_CERT", tokenGiven: false }).cause).toContain(
      "TLS certificate is not trusted",
    );
  });

  test("is not one where the library is empty, which is a warning", async () => {
    const front = await gateway(apis.url("sound"), ({ url }) =>
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

  test("is named where the base URL has a path too much", async () => {
    const { code, row } = await run([`${apis.url("sound")}/api`]);

    expect(row("lists people")).toMatchObject({
      ...FAULT,
      cause: "The API answers, but the base URL has a path too much.",
    });
    expect(code).toBe(1);
  });

  test("is named where the token is refused", async () => {
    const front = await StandIn.start(() => ({ status: 401, body: '{"message":"Unauthorized"}' }));
    onTestFinished(() => front.stop());

    const { code, row } = await run([front.url], { BEETROOT_TOKEN: "secret-token" });

    expect(row("lists people")).toMatchObject({ ...FAULT, cause: expect.stringContaining("refuses the token") });
    expect(row("answers CORS preflights")).toMatchObject({
      ...FAULT,
      cause: expect.stringContaining("browsers send it without a token"),
    });
    expect(code).toBe(1);
  });

  test("is named where nothing answers, or not in time", async () => {
    const slow = await StandIn.start(() => new Promise(() => {}));
    onTestFinished(() => slow.stop());
    const gone = await StandIn.start(() => ({ status: 200 }));
    const { url } = gone;
    gone.stop();

    expect((await run([url])).row("lists people")).toMatchObject({
      ...FAULT,
      cause: "The API is unreachable (ECONNREFUSED).",
    });
    expect((await run([slow.url, "--timeout=1"])).row("lists people")).toMatchObject({
      ...FAULT,
      cause: "The API does not answer in time.",
    });
  });

  test.each<
    [
      fault: string,
      check: string,
      cause: string,
      own: Parameters<typeof gateway>[1],
      alter?: Parameters<typeof gateway>[2],
    ]
  >([
    [
      "unknown paths are not led on",
      "answers errors as problems",
      "The gateway has no such route",
      ({ url }) =>
        url!.startsWith("/persons") ? undefined : { status: 404, headers: json, body: '{"message":"Not Found"}' },
    ],
    [
      "OPTIONS is not led on",
      "answers CORS preflights",
      "The preflight is answered with 404",
      ({ method }) => (method === "OPTIONS" ? { status: 404 } : undefined),
    ],
    [
      "cursors are dropped",
      "follows cursors",
      "The cursor does not lead on.",
      (request) => {
        request.url = request.url!.replace(/&cursor=[^&]+/, "");
        return undefined;
      },
    ],
    [
      "errors carry no CORS headers",
      "lets the origin read",
      "has no Access-Control-Allow-Origin",
      pass,
      (answer) => (answer.status === 400 ? { ...answer, headers: json } : answer),
    ],
    [
      "CORS is set twice",
      "answers CORS preflights",
      "set twice",
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
  ])("is named where %s", async (_, check, cause, own, alter) => {
    const front = await gateway(apis.url("sound"), own, alter);
    onTestFinished(() => front.stop());

    const { code, row } = await run([front.url, "--origin=https://photos.example"], { BEETROOT_TOKEN: "secret-token" });

    expect(row(check)).toMatchObject({ ...FAULT, cause: expect.stringContaining(cause) });
    expect(code).toBe(1);
  });
});

function pass(): undefined {}

function withHeader(name: string, value: string): Parameters<typeof gateway>[2] {
  return (answer) => ({ ...answer, headers: { ...answer.headers, [name]: value } });
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
  ])("tells bucket, region and times: %s", (href, key, bucket, bucketRoot) => {
    expect(signedUrl(href + query, key)).toEqual({
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
    [["https://a.example", "https://b.example"], "Give one base URL only."],
    [["a.example"], "The base URL must begin with https:// or http://"],
    [["ftp://a.example"], "The base URL must begin with https:// or http://"],
    [["https://user:secret-token@a.example"], "without a user"],
    [["https://a.example?token=secret-token"], "without a user, a query"],
    [["https://a.example", "--origin=a.example"], "The origin must be"],
    [["https://a.example", "--origin=https://a.example/"], "The origin must be"],
    [["https://a.example", "--timeout=0"], "The timeout must be"],
    [["https://a.example", "--tokn=x"], "Unknown option '--tokn'."],
  ])("refuses %j", async (commandLine, message) => {
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
