import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Stands between the page and a gallery, as a network does: it can be cut and mended, and hold the API's answers back or lose them. */
export class Relay {
  /** Paths and queries of the API that were asked for. */
  readonly requests: string[] = [];
  /** Headers that every answer of the API gets. */
  headers: Record<string, string> = {};
  /** How many questions to the API come through; the connection of later ones breaks. */
  most = Infinity;
  #held: Promise<void> | undefined;
  #port = 0;
  readonly #server: Server;
  readonly #target: string;

  private constructor(target: string) {
    this.#target = target;
    this.#server = createServer((question, answer) => void this.#pass(question, answer));
  }

  static async to(target: string): Promise<Relay> {
    const relay = new Relay(target);
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
    const isApi = question.url!.startsWith("/persons");
    if (isApi) {
      this.requests.push(question.url!);
      if (this.requests.length > this.most) {
        answer.destroy();
        return;
      }
      await this.#held;
    }
    const onward = request(
      this.#target + question.url,
      { method: question.method, headers: question.headers },
      (given) => {
        answer.writeHead(given.statusCode!, { ...given.headers, ...(isApi ? this.headers : {}) });
        given.pipe(answer);
      },
    );
    onward.once("error", () => answer.destroy());
    question.pipe(onward);
  }
}
