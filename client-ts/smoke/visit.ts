import { ApiError, createClient, NetworkError, type Client, type Person, type Photo } from "@beetroot/client";
import { diagnoseApi, diagnoseObject } from "./faults.js";
import { openObject, type ObjectAnswer } from "./object.js";
import type { Options } from "./options.js";
import { failed, type Outcome } from "./outcome.js";
import { signedUrl, type SignedUrl } from "./signedUrl.js";

/** A URL that the API gave, and what it promised of it. */
export interface Promised {
  url: SignedUrl;
  expiresAt: Date;
  /** The moment of the answer, by the API's clock. */
  answeredAt: Date;
}

/** A check cannot be made, for want of what an earlier one should have found. */
export class Missing extends Error {}

/** One run of all checks on one API: the calls, and what they have brought so far. */
export class Visit {
  readonly client: Client;
  readonly options: Options;
  /** Whether the API has answered as the contract says. */
  reached = false;
  /** Whether something in front of it wants a token, or a better one. */
  refused = false;
  /** The person whose images are opened. */
  person?: Person;
  /** The photo that is opened: one with a URL. */
  photo?: Photo;
  /** Whether the person has photos whose place is known, be they signed or not. */
  photosWithKey = false;
  readonly promises: Promised[] = [];
  /** The Date of an answer against this machine's clock, in milliseconds ahead. */
  apiClock?: number;
  s3Clock?: number;
  /** The body of the API's last error. */
  private errorBody = "";

  constructor(options: Options) {
    this.options = options;
    this.client = createClient({ baseUrl: options.baseUrl, token: options.token, fetch: this.fetch });
  }

  /** What limits each call. */
  get call(): { signal: AbortSignal } {
    return { signal: AbortSignal.timeout(this.options.timeout) };
  }

  /** Calls the API past the client, to see what the client hides. */
  async get(
    path: string,
    init: { method?: string; headers?: Record<string, string>; token?: boolean } = {},
  ): Promise<Response> {
    const { method, headers, token = true } = init;
    const authorization = token && this.options.token ? { Authorization: `Bearer ${this.options.token}` } : undefined;
    try {
      return await this.fetch(this.options.baseUrl + path, {
        method,
        headers: { ...authorization, ...headers },
        ...this.call,
      });
    } catch (thrown) {
      throw thrown instanceof TypeError ? new NetworkError("", { cause: thrown }) : thrown;
    }
  }

  /** Remembers a URL of an answer that came just now, unless it is null. */
  promise(expiresAt: Date, href: string | null, key: string | null, bucket?: string | null): void {
    if (href !== null && key !== null && URL.canParse(href)) {
      this.promises.push({ url: signedUrl(href, key, bucket), expiresAt, answeredAt: this.now });
    }
  }

  /** Opens the image as a browser does; an outcome where that fails. */
  async open(promised: Promised): Promise<ObjectAnswer | Outcome> {
    const { url, expiresAt } = promised;
    const answer = await openObject(url.href, this.call.signal).catch((thrown: unknown) => {
      if (connectionFault(thrown) === undefined) {
        throw thrown;
      }
      return undefined;
    });
    const s3Clock = answer && ahead(answer.headers);
    this.s3Clock ??= s3Clock;
    if (answer?.status === 200) {
      return answer;
    }
    const { status, error } = answer ?? {};
    const s3Now = s3Clock === undefined ? undefined : new Date(Date.now() + s3Clock);
    return failed(
      `${status === undefined ? "no answer" : [status, error?.code].filter(Boolean).join(" ")} from ${this.placeOf(url)}`,
      diagnoseObject({ status, ...error, url, expiresAt, now: this.now, s3Now }),
    );
  }

  /** The moment by the API's clock. */
  get now(): Date {
    return new Date(Date.now() + (this.apiClock ?? 0));
  }

  /** What may be printed of an object's place: its key may speak of a person. */
  placeOf({ host, bucket, key }: SignedUrl): string {
    const shown = this.options.names ? key : key.replace(/\/.*|^[^/]*$/s, "/…");
    return host.startsWith(`${bucket}.`) ? `${host}/${shown}` : `${host}/${bucket}/${shown}`.replace("//", "/");
  }

  /** The outcome of a call that threw. */
  failure(thrown: unknown): Outcome {
    const tokenGiven = this.options.token !== undefined;
    if (thrown instanceof ApiError) {
      const { status, problem } = thrown;
      this.refused ||= status === 401;
      const signs = { status, problem, body: this.errorBody, tokenGiven };
      return failed(
        `HTTP ${status}${problem ? `, problem "${problem.error}"` : status === 200 ? ", but another body" : ""}`,
        diagnoseApi(signs),
      );
    }
    const connection = connectionFault(thrown instanceof NetworkError ? thrown.cause : thrown);
    if (connection === undefined) {
      throw thrown;
    }
    return failed("no answer", diagnoseApi({ body: "", connection: connection || undefined, tokenGiven }));
  }

  private readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const response = await globalThis.fetch(input, init);
    this.apiClock ??= ahead(response.headers);
    this.errorBody = response.ok ? "" : await response.clone().text();
    return response;
  };
}

/** How far the server's clock is ahead of ours, by its answer's Date. */
function ahead(headers: Headers): number | undefined {
  const date = Date.parse(headers.get("Date") ?? "");
  return Number.isNaN(date) ? undefined : date - Date.now();
}

/** How a fetch failed for want of an answer, perhaps without a name; undefined where it failed otherwise. */
function connectionFault(thrown: unknown): string | undefined {
  if (thrown instanceof DOMException && thrown.name === "TimeoutError") {
    return "TIMEOUT";
  }
  // Node's fetch throws a TypeError whose cause has the code; one for several addresses holds the errors of each.
  if (thrown instanceof TypeError && thrown.cause instanceof Error) {
    const { code, errors } = thrown.cause as Error & { code?: string; errors?: { code?: string }[] };
    return code ?? errors?.[0]?.code ?? "";
  }
  return undefined;
}
