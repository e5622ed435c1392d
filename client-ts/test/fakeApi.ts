import { createClient, type Person } from "@beetroot/client";

const WINDOW = 900_000;
const LIFE = 3_600_000;

/**
 * The API where a test must own the clock or needs a fault: it answers as the real one does, with URLs that stay the same within a
 * signing window of 15 minutes and work for an hour from its start.
 */
export class FakeApi {
  /** What was asked for, in order. */
  readonly asked: string[] = [];
  /** The signals of the requests, in the same order. */
  readonly signals: AbortSignal[] = [];
  readonly people: string[];
  /** Answers instead of the API. */
  fault: (() => Response | Promise<Response>) | undefined;
  /** Whether photos have previews. */
  hasPreviews = false;
  /** How wrong this machine's clock is, in ms. */
  clockIsAhead = 0;

  constructor(people: number) {
    this.people = Array.from({ length: people }, (_, i) => `person-${i}`);
  }

  readonly client = createClient({
    baseUrl: "http://api.test",
    fetch: async (input, init) => {
      const url = new URL(String(input));
      this.asked.push(url.pathname + url.search);
      this.signals.push(init!.signal!);
      // An answer takes its time.
      await new Promise((resolve) => setTimeout(resolve, 50));
      init?.signal?.throwIfAborted();
      return this.fault ? await this.fault() : Response.json(this.#answer(url));
    },
  });

  /** How many requests there were since the last time. */
  takeAsked(): string[] {
    return this.asked.splice(0);
  }

  url(personId: string): string {
    return `http://s3.test/${personId}.jpg?signed=${this.#window()}`;
  }

  previewUrl(photoId: string): string {
    return `http://s3.test/previews/${photoId}.jpg.jpg?signed=${this.#window()}`;
  }

  endOfUrls(): number {
    return this.#window() + LIFE;
  }

  #window(): number {
    const now = Date.now() - this.clockIsAhead;
    return now - (now % WINDOW);
  }

  #answer(url: URL) {
    const [, , personId, photos] = url.pathname.split("/");
    const expiresAt = new Date(this.endOfUrls()).toISOString();
    const limit = Number(url.searchParams.get("limit") ?? 100);
    // Like the real cursor it names the last row of its page.
    const cursor = url.searchParams.get("cursor");
    const start = cursor === null ? 0 : this.people.indexOf(cursor) + 1;
    const rows = this.people.slice(start, start + limit);
    const nextCursor = start + limit < this.people.length ? rows.at(-1)! : null;
    if (photos) {
      return { personId, photos: rows.map((row) => this.#photo(row)), nextCursor, expiresAt };
    }
    return personId
      ? { person: this.#person(personId), expiresAt }
      : { persons: rows.map((row) => this.#person(row)), nextCursor, expiresAt };
  }

  #person(personId: string): Person {
    return { personId, photoCount: 1, repThumbKey: `${personId}.jpg`, repThumbURL: this.url(personId) };
  }

  #photo(photoId: string) {
    return {
      photoId,
      photoBucket: "raw",
      photoKey: `${photoId}.jpg`,
      photoURL: this.url(photoId),
      previewKey: this.hasPreviews ? `previews/${photoId}.jpg.jpg` : null,
      previewURL: this.hasPreviews ? this.previewUrl(photoId) : null,
      thumbKey: null,
      thumbURL: null,
    };
  }
}

/** An error as the API tells it. */
export function problem(status: number, headers: Record<string, string> = {}): Response {
  const body = { type: "about:blank", title: "Fault", status, detail: `Fault ${status} on purpose.`, error: "fault" };
  return new Response(JSON.stringify(body), {
    status,
    headers: { "Content-Type": "application/problem+json", ...headers },
  });
}
