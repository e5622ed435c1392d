import { ApiError, NetworkError, type Person, type Photo } from "@beetroot/client";
import { ApiProbe, clockOffset, connectionError } from "./apiProbe.js";
import { diagnoseApi } from "./diagnosis/api.js";
import { diagnoseCloudFront } from "./diagnosis/cloudFront.js";
import { diagnoseObject } from "./diagnosis/objects.js";
import { gatewayMessage, isPrintable } from "./gatewayMessage.js";
import type { Options } from "./options.js";
import { failed, SkipCheck, type Outcome } from "./outcome.js";
import { fetchObject, type ObjectResponse } from "./s3Object.js";
import { parseSignedUrl, type SignedUrl } from "./signedUrl.js";

/** A URL that the API issued, and until when it promised that the URL works. */
export interface IssuedUrl {
  url: SignedUrl;
  expiresAt: Date;
  /** When the response came, by the API's clock. */
  receivedAt: Date;
}

/** How many other objects are tried to learn whether a refusal concerns one object or all. */
const MOST_SIBLINGS = 3;

/** One run of all checks against one API, and what they have found so far. */
export class SmokeRun {
  readonly api: ApiProbe;
  readonly options: Options;
  /** Whether the API has answered GET /persons as the contract says. */
  reachable = false;
  /** Whether something in front of the API requires a token, or another one. */
  unauthorized = false;
  /** The person whose images are opened. */
  person?: Person;
  /** The photo that is opened: one with a URL. */
  photo?: Photo;
  /** Whether the person has photos with a known location, signed or not. */
  photosWithKey = false;
  /** The URLs whose images are opened. */
  readonly issued: IssuedUrl[] = [];
  /** URLs of other objects, to compare with one that is refused. */
  readonly others: SignedUrl[] = [];
  /** How far S3's clock is ahead of this machine's (ms). */
  s3Clock?: number;

  constructor(options: Options) {
    this.options = options;
    this.api = new ApiProbe(options);
  }

  /** Whether the page and the API have one origin, so that a browser needs no CORS headers. */
  get sharesOrigin(): boolean {
    return this.options.origin === new URL(this.options.baseUrl).origin;
  }

  /** @throws SkipCheck if GET /persons has not succeeded */
  requireApi(): void {
    if (!this.reachable) {
      throw new SkipCheck("the API was not reached");
    }
  }

  /** @throws SkipCheck if no person was read */
  requirePerson(): Person {
    if (this.person === undefined) {
      throw new SkipCheck("no person was read");
    }
    return this.person;
  }

  /** @throws SkipCheck if the API has issued no URL */
  requireUrls(): IssuedUrl[] {
    if (this.issued.length === 0) {
      throw new SkipCheck("there is no URL");
    }
    return this.issued;
  }

  /** Records a URL that the API has just issued, unless it is null. */
  recordUrl(expiresAt: Date, href: string | null, key: string | null, bucket?: string | null): void {
    if (href !== null && key !== null && URL.canParse(href)) {
      this.issued.push({ url: parseSignedUrl(href, key, bucket), expiresAt, receivedAt: this.api.now });
    }
  }

  /** Opens an image as a browser does; returns an outcome if that fails. */
  async open(issued: IssuedUrl): Promise<ObjectResponse | Outcome> {
    const { url, expiresAt } = issued;
    const response = await fetchObject(url.href, this.api.limits.signal).catch((thrown: unknown) => {
      if (connectionError(thrown) === undefined) {
        throw thrown;
      }
      return undefined;
    });
    const s3Clock = response && clockOffset(response.headers);
    this.s3Clock ??= s3Clock;
    if (response?.status === 200) {
      return response;
    }
    const { status, error } = response ?? {};
    const now = this.api.now;
    const s3Now = s3Clock === undefined ? undefined : new Date(Date.now() + s3Clock);
    const siblingOpens = status === 403 ? await this.siblingOpens(url) : undefined;
    return failed(
      `${status === undefined ? "no response" : [status, error?.code].filter(Boolean).join(" ")} from ${this.describe(url)}`,
      (url.cloudFront ? diagnoseCloudFront : diagnoseObject)({
        status,
        ...error,
        url,
        expiresAt,
        now,
        s3Now,
        siblingOpens,
      }),
    );
  }

  private async siblingOpens({ bucketRoot, key, href }: SignedUrl): Promise<boolean> {
    const folder = (path: string) => path.slice(0, path.lastIndexOf("/") + 1);
    const siblings = this.others
      .filter((other) => other.bucketRoot === bucketRoot && folder(other.key) === folder(key) && other.href !== href)
      .slice(0, MOST_SIBLINGS);
    for (const sibling of siblings) {
      const response = await fetchObject(sibling.href, this.api.limits.signal).catch(() => undefined);
      if (response?.status === 200) {
        return true;
      }
    }
    return false;
  }

  /** Describes an object's place without what may identify a person, which its key may. */
  describe({ host, bucket, key, cloudFront }: SignedUrl): string {
    const shown = this.options.names ? key : key.replace(/\/.*|^[^/]*$/s, "/…");
    return cloudFront
      ? `${host}/${shown}`.replace("//", "/")
      : host.startsWith(`${bucket}.`)
        ? `${host}/${shown}`
        : `${host}/${bucket}/${shown}`.replace("//", "/");
  }

  /** The outcome of a call that succeeds, but without the members of the contract. */
  notTheContract(): Outcome {
    return this.failure(new ApiError("", 200));
  }

  /** Turns what a call has thrown into an outcome. */
  failure(thrown: unknown, worksWithoutPath?: boolean): Outcome {
    const { reachable } = this;
    const tokenGiven = this.options.token !== undefined;
    if (thrown instanceof ApiError) {
      const { status, problem } = thrown;
      this.unauthorized ||= status === 401;
      const body = this.api.errorBody;
      return failed(
        describeError(status, problem?.error, body),
        diagnoseApi({ status, problem, body, tokenGiven, reachable, worksWithoutPath }),
      );
    }
    const connection = connectionError(thrown instanceof NetworkError ? thrown.cause : thrown);
    if (connection === undefined) {
      throw thrown;
    }
    return failed("no response", diagnoseApi({ body: "", connection: connection || undefined, tokenGiven }));
  }
}

/** Describes an error in a few words: by the function's problem, or by the gateway's message. */
export function describeError(status: number, error: string | undefined, body: string): string {
  const message = gatewayMessage(body);
  const detail =
    error !== undefined
      ? `, problem "${error}"`
      : message !== undefined && isPrintable(message)
        ? `, the gateway's "${message}"`
        : status === 200
          ? ", but not the contract's body"
          : "";
  return `HTTP ${status}${detail}`;
}
