import { FetchError, ResponseError, type Problem } from "../generated/index.js";

/** The API responded with an error, or something else responded that is not the API. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    message: string,
    /** The HTTP status. */
    readonly status: number,
    /** The API's description of the error (RFC 9457); undefined if a gateway or proxy in between responded. */
    readonly problem?: Problem,
    /** Seconds to wait before the next try, if the response says so. */
    readonly retryAfter?: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** There was no response: the network, DNS, TLS or CORS failed. `cause` is what `fetch` threw. */
export class NetworkError extends Error {
  override readonly name = "NetworkError";
}

/** The app called the client in a way that cannot work; no request is sent. */
export class UsageError extends TypeError {}

/** A successful response does not have the members of the contract. */
export class NotTheApiError extends Error {}

/** The headers that the API's CORS rules allow, and those that browsers always send. */
const ALLOWED_HEADERS = /^(authorization|content-type|if-none-match|accept|accept-language|content-language)$/i;

interface Request {
  signal: AbortSignal | undefined;
  baseUrl: string;
  headers: Record<string, string> | undefined;
}

/** Converts what the generated client throws to an error of this package; after an abort, to the signal's own reason. */
export async function toPublicError(thrown: unknown, { signal, baseUrl, headers }: Request): Promise<unknown> {
  if (signal?.aborted) {
    return signal.reason;
  }
  if (thrown instanceof ResponseError) {
    const { response } = thrown;
    const problem = await problemOf(response);
    return new ApiError(
      problem?.detail ?? messageOf(response.status),
      response.status,
      problem,
      secondsOf(response.headers.get("Retry-After")),
    );
  }
  if (thrown instanceof FetchError) {
    const refused = isCrossOrigin(baseUrl) ? Object.keys(headers ?? {}).filter((n) => !ALLOWED_HEADERS.test(n)) : [];
    const advice =
      refused.length > 0
        ? `Its CORS rules do not allow ${refused.length > 1 ? "the headers" : "the header"} ${refused.join(", ")}.`
        : "Check the connection, the base URL and the allowed origins.";
    return new NetworkError(`The API cannot be reached. ${advice}`, { cause: thrown.cause });
  }
  if (thrown instanceof SyntaxError || thrown instanceof TypeError || thrown instanceof NotTheApiError) {
    return new ApiError("The response is not from the Beetroot API: check the base URL.", 200, undefined, undefined, {
      cause: thrown,
    });
  }
  return thrown;
}

/** Whether a browser asks the API for permission first. */
function isCrossOrigin(baseUrl: string): boolean {
  try {
    return new URL(baseUrl, location.href).origin !== location.origin;
  } catch {
    // Not a browser.
    return false;
  }
}

function messageOf(status: number): string {
  return status === 401 || status === 403
    ? `The API responded with ${status}: the token is missing, wrong or expired.`
    : `The API responded with ${status} and gave no reason.`;
}

async function problemOf(response: Response): Promise<Problem | undefined> {
  try {
    const body: unknown = await response.json();
    return typeof body === "object" && body !== null && "detail" in body ? (body as Problem) : undefined;
  } catch {
    return undefined;
  }
}

function secondsOf(header: string | null): number | undefined {
  const seconds = Number(header);
  return header !== null && Number.isInteger(seconds) && seconds >= 0 ? seconds : undefined;
}
