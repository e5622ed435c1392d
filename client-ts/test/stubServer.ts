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
