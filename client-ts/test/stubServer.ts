import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** The response of a stub server. */
export interface StubResponse {
  status: number;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

/** A server on loopback, for faults that real parts cannot show. */
export class StubServer {
  private constructor(private readonly server: Server) {}

  static async start(respond: (request: IncomingMessage) => StubResponse | Promise<StubResponse>): Promise<StubServer> {
    const server = createServer(async (request, response) => {
      const { status, headers, body } = await Promise.resolve(request)
        .then(respond)
        .catch((failed: Error) => ({ status: 599, headers: {}, body: failed.stack }));
      response.writeHead(status, headers).end(body);
    });
    await new Promise<void>((started) => server.listen(0, "127.0.0.1", started));
    return new StubServer(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

/**
 * Starts a gateway in front of a real API: it answers some requests by itself, and forwards the others.
 *
 * @param alter may change a response of the API
 */
export function startGateway(
  api: string,
  own: (request: IncomingMessage) => StubResponse | undefined,
  alter: (response: StubResponse & { body: string; headers: Record<string, string> }) => StubResponse = (response) =>
    response,
): Promise<StubServer> {
  return StubServer.start(async (request) => own(request) ?? alter(await forward(api, request)));
}

async function forward(api: string, { method, url, headers }: IncomingMessage) {
  const { origin, authorization } = headers;
  const response = await fetch(api + url, {
    method,
    headers: { ...(origin && { origin }), ...(authorization && { authorization }) },
  });
  const kept = [...response.headers].filter(
    ([name]) => !/^(?:content-(?:encoding|length)|transfer-encoding|connection)$/.test(name),
  );
  return { status: response.status, headers: Object.fromEntries(kept), body: await response.text() };
}

/**
 * Puts a stub in place of the S3 that a real API signs for. It refuses requests without a signature.
 *
 * @param respond answers signed requests; undefined forwards them to the real S3 part
 */
export async function startWithS3(
  api: string,
  respond: (request: IncomingMessage) => StubResponse | undefined,
): Promise<{ url: string; stop(): void }> {
  let real = "";
  const s3 = await StubServer.start(async (request) => {
    const own = request.url?.includes("X-Amz-Signature") ? respond(request) : s3Error(403, "AccessDenied");
    return own ?? forwardToS3(real, request.url!);
  });
  const front = await startGateway(
    api,
    () => undefined,
    ({ body, ...rest }) => ({
      ...rest,
      body: body.replaceAll(/http:\/\/127\.0\.0\.1:\d+(?=\/)/g, (host) => {
        real = host;
        return s3.url;
      }),
    }),
  );
  return {
    url: front.url,
    stop: () => {
      front.stop();
      s3.stop();
    },
  };
}

/** What a stand-in for CloudFront does. */
export interface CloudFrontStub {
  /** Answers signed requests; undefined hands out the object. */
  signed?: (request: IncomingMessage) => StubResponse | undefined;
  /** Answers requests without a signature; by default as CloudFront does. */
  unsigned?: (request: IncomingMessage) => StubResponse | undefined;
  /** The headers of the response headers policy. */
  headers?: Record<string, string>;
  /** The query of a URL, by default a custom policy for a prefix. */
  query?: (url: string) => string;
  /** The name that the API's URLs give to the host. */
  host?: string;
}

/**
 * Puts a stand-in for CloudFront in front of the S3 that a real API signs for: its URLs have CloudFront's query, and the
 * path is the object's key.
 */
export async function startWithCloudFront(
  api: string,
  { signed = () => undefined, unsigned = () => missingKey, headers = SANDBOX, query, host }: CloudFrontStub = {},
): Promise<{ url: string; cloudFront: string; stop(): void }> {
  const real = new Map<string, string>();
  const cloudFront = await StubServer.start(async (request) => {
    const isSigned = request.url!.includes("Key-Pair-Id=");
    const path = request.url!.replace(/\?.*/, "");
    const own = isSigned ? signed(request) : unsigned(request);
    if (own !== undefined || !real.has(path)) {
      return own ?? s3Error(404, "NoSuchKey");
    }
    const object = await forwardToS3("", real.get(path)!);
    return { ...object, headers: { ...object.headers, ...headers } };
  });
  const base = host ?? cloudFront.url;
  const front = await startGateway(
    api,
    () => undefined,
    ({ body, ...rest }) => ({
      ...rest,
      body: body.replaceAll(
        /"(http:\/\/127\.0\.0\.1:\d+\/[^/"]+(\/[^"?]+)\?[^"]*)"/g,
        (_, url: string, path: string) => {
          real.set(path, url);
          return JSON.stringify(`${base}${path}?${(query ?? prefixPolicy)(base + path)}`);
        },
      ),
    }),
  );
  return {
    url: front.url,
    cloudFront: cloudFront.url,
    stop: () => {
      front.stop();
      cloudFront.stop();
    },
  };
}

const SANDBOX = { "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox" };

/** The query of a URL with a custom policy for everything below its first folder. */
export function prefixPolicy(url: string, ends = Date.now() + 3_600_000): string {
  const Resource = `${url.split("/").slice(0, 4).join("/")}/*`;
  const policy = {
    Statement: [{ Resource, Condition: { DateLessThan: { "AWS:EpochTime": Math.round(ends / 1000) } } }],
  };
  const encoded = btoa(JSON.stringify(policy)).replaceAll("+", "-").replaceAll("=", "_").replaceAll("/", "~");
  return `Policy=${encoded}&Signature=c2ln&Key-Pair-Id=K2JCJMDEHXQW5F`;
}

/** Returns a refusal as CloudFront writes it: unlike S3's, without ids. */
export function cloudFrontError(code: string, message: string): StubResponse {
  return {
    status: 403,
    headers: { "Content-Type": "text/xml", Server: "CloudFront", "X-Cache": "Error from cloudfront" },
    body: `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
  };
}

const missingKey = cloudFrontError("MissingKey", "Missing Key-Pair-Id query parameter or cookie value");

async function forwardToS3(s3: string, path: string): Promise<StubResponse> {
  const response = await fetch(s3 + path);
  return {
    status: response.status,
    headers: { "Content-Type": response.headers.get("Content-Type") ?? "" },
    body: new Uint8Array(await response.arrayBuffer()),
  };
}

/** Returns an error as S3 writes it. */
export function s3Error(status: number, code: string, message = "Some message.", more = ""): StubResponse {
  return {
    status,
    headers: { "Content-Type": "application/xml" },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message>${more}<RequestId>4442587FB7D0A2F9</RequestId></Error>`,
  };
}
