import { createClient, NetworkError, type Client } from "@beetroot/client";
import type { Options } from "./options.js";

/** Calls the API, and notes what the client hides: the server's clock and the bodies of errors. */
export class ApiProbe {
  readonly client: Client;
  /** How far the API's clock is ahead of this machine's (ms), by the Date of its first response. */
  clock?: number;
  /** The body of the last response; empty unless it was an error. */
  errorBody = "";
  private readonly options: Options;

  constructor(options: Options) {
    this.options = options;
    this.client = createClient({ baseUrl: options.baseUrl, token: options.token, fetch: this.fetch });
  }

  /** The limits of one call. */
  get limits(): { signal: AbortSignal } {
    return { signal: AbortSignal.timeout(this.options.timeout) };
  }

  /** Calls the API without the client, to see the bare response. */
  async get(
    path: string,
    init: { baseUrl?: string; method?: string; headers?: Record<string, string>; token?: boolean } = {},
  ): Promise<Response> {
    const { baseUrl = this.options.baseUrl, method, headers, token = true } = init;
    const authorization = token && this.options.token ? { Authorization: `Bearer ${this.options.token}` } : undefined;
    try {
      return await this.fetch(baseUrl + path, { method, headers: { ...authorization, ...headers }, ...this.limits });
    } catch (thrown) {
      throw thrown instanceof TypeError ? new NetworkError("", { cause: thrown }) : thrown;
    }
  }

  /** The time by the API's clock. */
  get now(): Date {
    return new Date(Date.now() + (this.clock ?? 0));
  }

  private readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const response = await globalThis.fetch(input, init);
    this.clock ??= clockOffset(response.headers);
    this.errorBody = response.ok ? "" : await response.clone().text();
    return response;
  };
}

/** Returns how far the server's clock is ahead of this machine's (ms), by the Date of its response and its Age. */
export function clockOffset(headers: Headers): number | undefined {
  // A cache such as CloudFront keeps the Date, and says in Age how many seconds ago that was.
  const date = Date.parse(headers.get("Date") ?? "") + Number(headers.get("Age") ?? 0) * 1000;
  return Number.isNaN(date) ? undefined : date - Date.now();
}

/** Returns Node's name for a failed connection, perhaps empty; undefined if something else went wrong. */
export function connectionError(thrown: unknown): string | undefined {
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
