import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** S3, or CloudFront in front of it, in the API's responses. */
const IMAGE_ORIGIN = /http:\/\/(?:127\.0\.0\.1|localhost):\d+(?=\/)/g;
/** In the query of a signed URL, of S3 or CloudFront. */
const SIGNATURE = /[?&](?:X-Amz-)?Signature=/;
const FAULTS = "/relay/faults";
/** Reports what a page throws, in any engine, from before the first script of the page on. */
const REPORT_FAULTS = `<script>
  const report = (fault) => void fetch("${FAULTS}", { method: "POST", body: String(fault), keepalive: true });
  addEventListener("error", (event) => event.message && report(event.message + " " + event.error?.stack));
  addEventListener("unhandledrejection", (event) => report(event.reason));
</script>`;

export interface RelayOptions {
  /** Whether the images come through the relay too, which then counts them. */
  withImages?: boolean;
}

/** Stands between the page and a gallery, as a network does: it can be cut and mended, and hold the API's answers back or lose them. */
export class Relay {
  /** Paths and queries of the requests to the API. */
  readonly requests: string[] = [];
  /** Paths and queries of the requests to S3 or CloudFront, if the images come through the relay. */
  readonly imageRequests: string[] = [];
  /** What the pages threw, if the images come through the relay. */
  readonly faults: string[] = [];
  /** What the relay serves in addition to the gallery's page, by its path. */
  readonly files = new Map<string, { contentType: string; body: string }>();
  /** Headers that every answer of the API gets. */
  headers: Record<string, string> = {};
  /** How many questions to the API come through; the connection of later ones breaks. */
  most = Infinity;
  /** Whether an image is refused, by its path and query. */
  isRefused: (image: string) => boolean = () => false;
  #held: Promise<void> | undefined;
  #port = 0;
  #imageOrigin = "";
  readonly #server: Server;
  readonly #target: string;
  readonly #withImages: boolean;

  private constructor(target: string, { withImages = false }: RelayOptions) {
    this.#target = target;
    this.#withImages = withImages;
    this.#server = createServer((question, answer) => void this.#pass(question, answer));
  }

  static async to(target: string, options: RelayOptions = {}): Promise<Relay> {
    const relay = new Relay(target, options);
    await relay.mend();
    return relay;
  }

  get url(): string {
    return `http://localhost:${this.#port}`;
  }

  /** From now on every connection is refused. */
  cut(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  /** Answers again where it did before. */
  async mend(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(this.#port, "localhost", resolve));
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Holds what the API is asked until the returned function is called. */
  hold(): () => void {
    let resolve = () => {};
    this.#held = new Promise((done) => (resolve = done));
    return () => {
      this.#held = undefined;
      resolve();
    };
  }

  async #pass(question: IncomingMessage, answer: ServerResponse): Promise<void> {
    const path = question.url!;
    if (path === FAULTS) {
      this.faults.push(await text(question));
      answer.writeHead(204).end();
      return;
    }
    const file = this.files.get(path);
    if (file !== undefined) {
      answer.writeHead(200, { "Content-Type": file.contentType }).end(withReports(file.body, file.contentType));
      return;
    }
    if (this.#withImages && SIGNATURE.test(path)) {
      this.imageRequests.push(path);
      if (this.isRefused(path)) {
        answer.writeHead(403).end();
      } else {
        // The signature covers the host that the API named.
        this.#forward(this.#imageOrigin, question, answer, { host: new URL(this.#imageOrigin).host });
      }
      return;
    }
    const isApi = path.startsWith("/persons");
    if (isApi) {
      this.requests.push(path);
      if (this.requests.length > this.most) {
        answer.destroy();
        return;
      }
      await this.#held;
    }
    this.#forward(this.#target, question, answer, this.#withImages ? { "accept-encoding": "identity" } : {});
  }

  #forward(origin: string, question: IncomingMessage, answer: ServerResponse, changed: Record<string, string>): void {
    const onward = request(
      origin + question.url,
      { method: question.method, headers: { ...question.headers, ...changed } },
      (given) => void this.#answer(question, given, answer).catch(() => answer.destroy()),
    );
    onward.once("error", () => answer.destroy());
    question.pipe(onward);
  }

  async #answer(question: IncomingMessage, given: IncomingMessage, answer: ServerResponse): Promise<void> {
    const isApi = question.url!.startsWith("/persons");
    const headers = { ...given.headers, ...(isApi ? this.headers : {}) };
    const contentType = headers["content-type"] ?? "";
    if (!this.#withImages || !(isApi || contentType.startsWith("text/html"))) {
      answer.writeHead(given.statusCode!, headers);
      given.pipe(answer);
      return;
    }
    const body = await text(given);
    delete headers["content-length"];
    answer.writeHead(given.statusCode!, headers);
    answer.end(isApi ? this.#throughRelay(body) : withReports(body, contentType));
  }

  /** Lets the image URLs of a response name the relay instead of their own origin. */
  #throughRelay(body: string): string {
    return body.replace(IMAGE_ORIGIN, (origin) => {
      this.#imageOrigin = origin;
      return this.url;
    });
  }
}

function withReports(body: string, contentType: string): string {
  return contentType.startsWith("text/html") ? body.replace("<head>", `<head>${REPORT_FAULTS}`) : body;
}
