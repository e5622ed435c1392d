import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** An answer that a stand-in gives. */
export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

/** A server on loopback, for faults that no real part can show. */
export class StandIn {
  private constructor(private readonly server: Server) {}

  static async start(answer: (request: IncomingMessage) => Answer | Promise<Answer>): Promise<StandIn> {
    const server = createServer(async (request, response) => {
      const { status, headers, body } = await Promise.resolve(request)
        .then(answer)
        .catch((failed: Error) => ({ status: 599, headers: {}, body: failed.stack }));
      response.writeHead(status, headers).end(body);
    });
    await new Promise<void>((started) => server.listen(0, "127.0.0.1", started));
    return new StandIn(server);
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
 * A gateway in front of a real API: answers some requests itself, and hands the others on.
 *
 * @param alter may change an answer of the API
 */
export function gateway(
  api: string,
  own: (request: IncomingMessage) => Answer | undefined,
  alter: (answer: Answer & { body: string; headers: Record<string, string> }) => Answer = (answer) => answer,
): Promise<StandIn> {
  return StandIn.start(async (request) => own(request) ?? alter(await handOn(api, request)));
}

async function handOn(api: string, { method, url, headers }: IncomingMessage) {
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

/** An S3 in place of the one that a real API signs for: answers signed requests as told, and refuses the others. */
export async function withS3(
  api: string,
  answer: (request: IncomingMessage) => Answer,
): Promise<{ url: string; stop(): void }> {
  const s3 = await StandIn.start((request) =>
    request.url?.includes("X-Amz-Signature") ? answer(request) : s3Error(403, "AccessDenied"),
  );
  const front = await gateway(
    api,
    () => undefined,
    ({ body, ...rest }) => ({
      ...rest,
      body: body.replaceAll(/http:\/\/127\.0\.0\.1:\d+(?=\/)/g, s3.url),
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

/** An error as S3 writes it. */
export function s3Error(status: number, code: string, message = "Some message.", more = ""): Answer {
  return {
    status,
    headers: { "Content-Type": "application/xml" },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message>${more}<RequestId>4442587FB7D0A2F9</RequestId></Error>`,
  };
}
