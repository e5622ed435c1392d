/** What came when an object was asked for. */
export interface ObjectAnswer {
  status: number;
  headers: Headers;
  /** The first bytes of a successful answer. */
  head: Uint8Array;
  /** What S3 says is wrong. */
  error: S3Error;
}

/** S3's error document, as far as it tells causes apart. */
export interface S3Error {
  code?: string;
  message?: string;
  /** The region that S3 expects. */
  region?: string;
}

/** Enough to tell every image format that browsers show. */
const HEAD_BYTES = 32;

/** Asks for an object and reads its beginning only: originals are large. */
export async function openObject(
  url: string,
  signal: AbortSignal,
  headers: Record<string, string> = {},
): Promise<ObjectAnswer> {
  // A redirect of S3 speaks of a wrong region: a browser's image would not survive it.
  const response = await fetch(url, { headers, signal, redirect: "manual" });
  const answer = { status: response.status, headers: response.headers };
  if (response.ok) {
    return { ...answer, head: await beginning(response), error: {} };
  }
  const document = await response.text();
  const region =
    response.headers.get("x-amz-bucket-region") ??
    element(document, "Region") ??
    regionOf(element(document, "Message"));
  return {
    ...answer,
    head: new Uint8Array(),
    error: { code: element(document, "Code"), message: element(document, "Message"), region },
  };
}

async function beginning(response: Response): Promise<Uint8Array> {
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

/** S3's error documents are flat, without attributes: no parser is needed. */
function element(document: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(document)?.[1];
}

/** "the region 'us-east-1' is wrong; expecting 'eu-central-1'" */
function regionOf(message?: string): string | undefined {
  return /expecting '([a-z0-9-]+)'/.exec((message ?? "").replaceAll("&apos;", "'").replaceAll("&#39;", "'"))?.[1];
}

/** The image format by the file's first bytes; undefined where it is none. */
export function imageType(head: Uint8Array): string | undefined {
  const text = String.fromCharCode(...head);
  return FORMATS.find(([, pattern]) => pattern.test(text))?.[0];
}

const FORMATS: [type: string, beginning: RegExp][] = [
  ["image/jpeg", /^\xff\xd8\xff/],
  ["image/png", /^\x89PNG\r\n\x1a\n/],
  ["image/gif", /^GIF8[79]a/],
  ["image/webp", /^RIFF[^]{4}WEBP/],
  ["image/avif", /^[^]{4}ftypavi[fs]/],
  ["image/heic", /^[^]{4}ftyp(?:hei[cxms]|hev[cxms]|mif1|msf1)/],
];
