/**
 * The parts of a signed URL, to find a fault's cause. Users of the client never do this: to them the URL is opaque.
 * The query follows S3's Signature Version 4 (AWS, "Authenticating Requests: Using Query Parameters").
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
  const signedAt = parseTime(url.searchParams.get("X-Amz-Date"));
  const seconds = Number(url.searchParams.get("X-Amz-Expires") || NaN);
  return {
    href,
    bare: url.origin + url.pathname,
    bucketRoot: url.origin + root,
    host: url.host,
    bucket:
      bucket ??
      (root === "/" ? bucketOfHost(url.hostname) : decodeURIComponent(root).replace(/^.*\/(?=[^/]+\/$)|\/$/g, "")),
    key,
    region: url.searchParams.get("X-Amz-Credential")?.split("/").at(-3),
    signedAt,
    endsAt: signedAt && !Number.isNaN(seconds) ? new Date(signedAt.getTime() + seconds * 1000) : undefined,
  };
}

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
