/** The response to a request for an object. */
export interface ObjectResponse {
  status: number;
  headers: Headers;
  /** The first bytes of a successful response. */
  head: Uint8Array;
  /** S3's reason for any other response. */
  error: S3Error;
}

/** The parts of S3's error document that tell causes apart. */
export interface S3Error {
  code?: string;
  message?: string;
  /** The bucket's region, if S3 names it. */
  region?: string;
  /** Whether S3 wrote the document, also if it came through CloudFront, whose own documents have no RequestId. */
  fromS3?: boolean;
}

/** The code given to a page of CloudFront in HTML, which has none. */
export const NOT_SATISFIED = "RequestNotSatisfied";

/** Enough to recognise every image format, an SVG behind its XML declaration included. */
const HEAD_BYTES = 256;

/** Requests an object and reads only its beginning, because originals are large. */
export async function fetchObject(
  url: string,
  signal: AbortSignal,
  headers: Record<string, string> = {},
): Promise<ObjectResponse> {
  // S3 redirects if the region is wrong. An <img> would not survive that, so it must show.
  const response = await fetch(url, { headers, signal, redirect: "manual" });
  const common = { status: response.status, headers: response.headers };
  if (response.ok) {
    return { ...common, head: await firstBytes(response), error: {} };
  }
  const document = await response.text();
  const message = element(document, "Message");
  const region =
    response.headers.get("x-amz-bucket-region") ??
    element(document, "Region") ??
    regionOfEndpoint(element(document, "Endpoint")) ??
    regionOfMessage(message);
  const code =
    element(document, "Code") ?? (document.includes("The request could not be satisfied") ? NOT_SATISFIED : undefined);
  const fromS3 = element(document, "RequestId") !== undefined;
  return { ...common, head: new Uint8Array(), error: { code, message, region, fromS3 } };
}

async function firstBytes(response: Response): Promise<Uint8Array> {
  const reader = response.body?.getReader();
  let head = new Uint8Array();
  while (reader !== undefined && head.length < HEAD_BYTES) {
    const { done, value } = await reader.read();
    if (done) {
      break;
    }
    head = new Uint8Array([...head, ...value.subarray(0, HEAD_BYTES)]);
  }
  await reader?.cancel();
  return head;
}

/** S3's error documents are flat and without attributes, so they need no parser. */
function element(document: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(document)?.[1];
}

/** "family-raw.s3.us-east-2.amazonaws.com", or with "s3-us-east-2" as older regions write it. */
function regionOfEndpoint(endpoint?: string): string | undefined {
  return /\.s3[.-]([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\./.exec(`.${endpoint ?? ""}`)?.[1];
}

/** "the region 'us-east-1' is wrong; expecting 'us-east-2'", or "The us-east-2 location constraint is incompatible …" */
function regionOfMessage(message?: string): string | undefined {
  const text = (message ?? "").replaceAll("&apos;", "'").replaceAll("&#39;", "'");
  return (
    /expecting '([a-z0-9-]+)'/.exec(text)?.[1] ?? /^The ([a-z]{2}(?:-[a-z]+)+-\d) location constraint/.exec(text)?.[1]
  );
}
