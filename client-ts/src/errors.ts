import { FetchError, ResponseError, type Problem } from "../generated/index.js";

/** The API answered, but with an error; or something answered that is not the API. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    message: string,
    /** The HTTP status. */
    readonly status: number,
    /** What the API says is wrong (RFC 9457); undefined where something in between answered, such as a gateway. */
    readonly problem?: Problem,
    /** Seconds to wait before the next try, where the answer says so. */
    readonly retryAfter?: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** No answer came: the network, DNS, TLS or CORS stood in the way. `cause` is what `fetch` threw. */
export class NetworkError extends Error {
  override readonly name = "NetworkError";
}

/** Turns what the generated core throws into one of the errors above; an abort stays the signal's own reason. */
export async function translated(thrown: unknown, signal?: AbortSignal): Promise<unknown> {
  if (signal?.aborted) {
    return signal.reason;
  }
  if (thrown instanceof ResponseError) {
    const { response } = thrown;
    const problem = await problemOf(response);
    return new ApiError(
      problem?.detail ?? unexplained(response.status),
      response.status,
      problem,
      secondsOf(response.headers.get("Retry-After")),
    );
  }
  if (thrown instanceof FetchError) {
    return new NetworkError("The API cannot be reached. Check the connection, the base URL and the allowed origins.", {
      cause: thrown.cause,
    });
  }
  if (thrown instanceof SyntaxError || thrown instanceof TypeError) {
    return new ApiError("The answer is not one of the Beetroot API: check the base URL.", 200, undefined, undefined, {
      cause: thrown,
    });
  }
  return thrown;
}

function unexplained(status: number): string {
  return status === 401 || status === 403
    ? `The API answered ${status}: the token is missing or wrong, or has run out.`
    : `The API answered ${status} without saying why.`;
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

/** The app called the client in a way that cannot work: no request is sent. */
export class UsageError extends TypeError {}
