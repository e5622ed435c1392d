/**
 * The parts of a signed URL, to find a fault's cause. Users of the client never do this: to them the URL is opaque.
 * The query follows S3's Signature Version 4 (AWS, "Authenticating Requests: Using Query Parameters"), or CloudFront's
 * canned or custom policies (AWS, "Use signed URLs").
 */
export interface SignedUrl {
  /** The whole URL, which is never printed. */
  href: string;
  /** The object's address without its signature. */
  bare: string;
  /** The bucket's address, with a slash at the end. */
  bucketRoot: string;
  host: string;
  bucket: string;
  key: string;
  /** The region it was signed for. */
  region?: string;
  signedAt?: Date;
  /** When S3 stops accepting it, unless the credentials expire earlier. */
  endsAt?: Date;
  /** What is special about a URL of CloudFront; undefined for one of S3. */
  cloudFront?: {
    /** Whether the signature covers more than this URL, so that its query can be changed. */
    covers: "one URL" | "a prefix";
    /** The content type that the query requests, as S3 would honour it. */
    requestedType?: string;
  };
}

/**
 * Takes a signed URL apart.
 *
 * @param key the object's key, which tells where the bucket ends in the path
 * @param bucket the bucket, if it is known
 */
export function parseSignedUrl(href: string, key: string, bucket?: string | null): SignedUrl {
  const url = new URL(href);
  const root = bucketPath(url.pathname, key);
  const common = { href, bare: url.origin + url.pathname, bucketRoot: url.origin + root, host: url.host, key };
  if (url.searchParams.has("Key-Pair-Id")) {
    const policy = cloudFrontPolicy(url.searchParams);
    return {
      ...common,
      bucket: bucket ?? url.host,
      endsAt: policy.endsAt,
      cloudFront: {
        covers: policy.resource?.includes("*") ? "a prefix" : "one URL",
        requestedType: url.searchParams.get("response-content-type") ?? undefined,
      },
    };
  }
  const signedAt = parseTime(url.searchParams.get("X-Amz-Date"));
  const seconds = Number(url.searchParams.get("X-Amz-Expires") || NaN);
  return {
    ...common,
    bucket:
      bucket ??
      (root === "/" ? bucketOfHost(url.hostname) : decodeURIComponent(root).replace(/^.*\/(?=[^/]+\/$)|\/$/g, "")),
    region: url.searchParams.get("X-Amz-Credential")?.split("/").at(-3),
    signedAt,
    endsAt: signedAt && !Number.isNaN(seconds) ? new Date(signedAt.getTime() + seconds * 1000) : undefined,
  };
}

/** Reads a canned policy's Expires, or the custom policy, in which CloudFront writes -, _ and ~ for +, = and /. */
function cloudFrontPolicy(query: URLSearchParams): { endsAt?: Date; resource?: string } {
  const canned = query.get("Expires");
  if (canned !== null) {
    return { endsAt: epoch(Number(canned)) };
  }
  try {
    const base64 = query.get("Policy")!.replaceAll("-", "+").replaceAll("_", "=").replaceAll("~", "/");
    const { Statement } = JSON.parse(atob(base64)) as {
      Statement: { Resource?: string; Condition?: { DateLessThan?: { "AWS:EpochTime"?: number } } }[];
    };
    const [statement] = Statement;
    return { endsAt: epoch(statement?.Condition?.DateLessThan?.["AWS:EpochTime"]), resource: statement?.Resource };
  } catch {
    // CloudFront will say what it thinks of it.
    return {};
  }
}

const epoch = (seconds?: number) =>
  seconds === undefined || Number.isNaN(seconds) ? undefined : new Date(seconds * 1000);

/** Returns the path without the key at its end: "/" for a bucket in the host, "/bucket/" for one in the path. */
function bucketPath(path: string, key: string): string {
  for (let slash = 0; slash >= 0; slash = path.indexOf("/", slash + 1)) {
    if (decoded(path.slice(slash + 1)) === key) {
      return path.slice(0, slash + 1);
    }
  }
  return "/";
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

function bucketOfHost(hostname: string): string {
  return hostname.split(/\.s3[.-]/)[0]!;
}

/** Parses ISO 8601's basic format, as AWS writes it: 20261124T220000Z. */
function parseTime(text: string | null): Date | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text ?? "");
  return parts ? new Date(`${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}:${parts[5]}:${parts[6]}Z`) : undefined;
}
