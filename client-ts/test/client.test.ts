import { ApiError, createClient, NetworkError, type Person } from "@beetroot/client";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, inject, test, vi } from "vitest";

async function all<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const list: Row[] = [];
  for await (const row of rows) {
    list.push(row);
  }
  return list;
}

describe("on the running gallery", () => {
  const client = createClient({ baseUrl: inject("gallery") });

  test("a page holds people and the end of their URLs", async () => {
    const { persons, nextCursor, expiresAt } = await client.listPersons({ limit: 2 });

    expect(persons.map((person) => person.personId)).toEqual(["anna", "ben"]);
    expect(persons[0]!.photoCount).toBe(421);
    expect(expiresAt).toBeInstanceOf(Date);
    expect(expiresAt.getTime()).toBeGreaterThan(Date.now());
    expect(await (await fetch(persons[0]!.repThumbURL!)).arrayBuffer()).toHaveProperty(
      "byteLength",
      expect.any(Number),
    );
    const next = await client.listPersons({ limit: 1, cursor: nextCursor! });
    expect(next.persons[0]!.photoCount).toBeLessThanOrEqual(persons[1]!.photoCount);
  });

  test("everybody is read once, in order, whatever the size of a page", async () => {
    const { persons } = await client.listPersons();

    expect(persons.length).toBeGreaterThan(60);
    expect((await all(client.allPersons({ limit: 7 }))).map(idOf)).toEqual(persons.map(idOf));
  });

  test("all photos of a person are read, and none of an unknown one", async () => {
    expect(await all(client.allPhotos("anna", { limit: 100 }))).toHaveLength(421);
    expect(await all(client.allPhotos("nobody"))).toEqual([]);
  });

  test("missing members are null", async () => {
    const { person } = await client.getPerson("xenia");
    expect(person).toMatchObject({ personId: "xenia", repThumbKey: null, repThumbURL: null });

    const photos = await all(client.allPhotos("anna"));
    expect(photos.filter((photo) => photo.photoURL === null)).toHaveLength(1);
    expect(photos.some((photo) => photo.thumbURL === null && photo.thumbKey === null)).toBe(true);
  });

  test("a photo is downloaded under its own name, if the person is in it", async () => {
    const { photos } = await client.listPersonPhotos("anna");
    const { photoId, photoKey } = photos.find((photo) => photo.photoKey?.includes(" "))!;

    const response = await fetch((await client.getDownloadUrl("anna", photoId))!);
    const name = encodeURIComponent(photoKey!.slice(photoKey!.lastIndexOf("/") + 1));
    expect(response.headers.get("Content-Disposition")).toBe(`attachment; filename*=UTF-8''${name}`);
    expect(await client.getDownloadUrl("anna", "nothing")).toBeNull();
    await expect(client.getDownloadUrl("..", photoId)).rejects.toThrow("cannot be part of a URL path");
  });

  test("a name may hold anything", async () => {
    expect((await client.getPerson("zoë")).person.personId).toBe("zoë");
    expect((await client.listPersonPhotos("a/b +%?#ü")).personId).toBe("a/b +%?#ü");
  });

  test("an error is an ApiError with the problem", async () => {
    const error = await client.getPerson("nobody").catch((thrown) => thrown);

    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      name: "ApiError",
      message: "There is no person with this personId.",
      status: 404,
      problem: { type: "about:blank", title: "Not Found", status: 404, error: "not found", path: "/persons/nobody" },
    });
    await expect(client.listPersons({ limit: 101 })).rejects.toMatchObject({
      status: 400,
      problem: { error: "bad request" },
    });
    await expect(client.listPersons({ cursor: "no cursor" })).rejects.toMatchObject({ status: 400 });
  });

  test("an aborted call throws the signal's reason", async () => {
    const reason = new Error("left the page");
    await expect(client.listPersons({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);

    const leaving = new AbortController();
    const answer = client.listPersonPhotos("anna", { signal: leaving.signal });
    leaving.abort(reason);
    await expect(answer).rejects.toBe(reason);
  });

  test("an aborted loop ends at the next row", async () => {
    const leaving = new AbortController();
    const seen: Person[] = [];
    const reading = (async () => {
      for await (const person of client.allPersons({ limit: 5, signal: leaving.signal })) {
        if (seen.push(person) === 7) {
          leaving.abort();
        }
      }
    })();

    await expect(reading).rejects.toHaveProperty("name", "AbortError");
    expect(seen).toHaveLength(7);
  });
});

describe("if something is wrong", () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  async function serve(answer: RequestListener): Promise<string> {
    server = createServer(answer);
    await new Promise<void>((started) => server!.listen(0, "127.0.0.1", started));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  function status(code: number, body: string, headers = {}): RequestListener {
    return (_, response) => response.writeHead(code, { "Content-Type": "application/json", ...headers }).end(body);
  }

  test("a busy API says when to come back", async () => {
    const problem = {
      type: "about:blank",
      title: "Service Unavailable",
      status: 503,
      detail: "Busy.",
      error: "unavailable",
    };
    const baseUrl = await serve(status(503, JSON.stringify(problem), { "Retry-After": "7" }));

    await expect(createClient({ baseUrl }).listPersons()).rejects.toMatchObject({
      message: "Busy.",
      status: 503,
      problem,
      retryAfter: 7,
    });
  });

  test("a gateway's error has a message, but no problem", async () => {
    for (const [code, message] of [
      [401, "token"],
      [502, "gave no reason"],
    ] as const) {
      const baseUrl = await serve(status(code, '{"message":"from the gateway"}'));
      const error: ApiError = await createClient({ baseUrl })
        .getPerson("anna")
        .catch((thrown) => thrown);

      expect(error).toMatchObject({ status: code, problem: undefined, retryAfter: undefined });
      expect(error.message).toContain(message);
    }
  });

  test.each(["<!doctype html>", '{"persons":null}', '{"persons":[{}]}', "null", "[]", '{"message":"OK"}', ""])(
    "a response that is not the API's is an ApiError that says so: %j",
    async (body) => {
      const client = createClient({ baseUrl: await serve(status(200, body)) });

      for (const call of [client.listPersons(), client.getPerson("anna"), client.listPersonPhotos("anna")]) {
        await expect(call).rejects.toMatchObject({
          name: "ApiError",
          message: "The response is not from the Beetroot API: check the base URL.",
        });
      }
    },
  );

  test("the Python function's responses, without cursor or end, are whole lists", async () => {
    const person = { personId: "anna", photoCount: 1, repThumbKey: null, repThumbURL: null };
    const client = createClient({ baseUrl: await serve(status(200, JSON.stringify({ persons: [person] }))) });

    expect(await client.listPersons()).toEqual({ persons: [person], nextCursor: null, expiresAt: undefined });
    expect(await all(client.allPersons())).toEqual([person]);
  });

  test("photos of a server that knows no previews have none", async () => {
    const photo = {
      photoId: "1",
      photoBucket: "raw",
      photoKey: "1.jpg",
      photoURL: "/1",
      thumbKey: null,
      thumbURL: null,
    };
    const body = { personId: "anna", photos: [photo], nextCursor: null, expiresAt: "2026-11-24T10:00:00Z" };
    const client = createClient({ baseUrl: await serve(status(200, JSON.stringify(body))) });

    expect((await client.listPersonPhotos("anna")).photos).toEqual([{ ...photo, previewKey: null, previewURL: null }]);
  });

  test("a server that knows no downloads has none", async () => {
    const photo = (photoId: string) => ({ photoId, photoBucket: "raw", photoKey: "1.jpg", photoURL: "/1" });
    const body = { personId: "anna", photos: [photo("1"), photo("2")], nextCursor: null };
    const client = createClient({ baseUrl: await serve(status(200, JSON.stringify(body))) });

    expect(await client.getDownloadUrl("anna", "1")).toBeNull();
  });

  test("no response, or half of one, is a NetworkError with its cause", async () => {
    const gone = await serve(() => {});
    server!.close();
    const halfway = await serve((_, response) => {
      response.writeHead(200, { "Content-Type": "application/json", "Content-Length": "1000" });
      response.write('{"persons":[', () => response.destroy());
    });

    for (const baseUrl of [gone, halfway]) {
      const error = await createClient({ baseUrl })
        .listPersons()
        .catch((thrown) => thrown);
      expect(error).toBeInstanceOf(NetworkError);
      expect(error.cause).toBeInstanceOf(Error);
    }
  });
});

describe("a request", () => {
  const asked: { url: string; headers: Headers }[] = [];
  const empty = { persons: [], nextCursor: null, expiresAt: "2026-11-24T10:00:00.123456789Z" };
  const record: typeof fetch = async (url, init) => {
    asked.push({ url: String(url), headers: new Headers(init?.headers) });
    return Response.json(empty);
  };

  test("goes to the base URL with the token and headers of the moment", async () => {
    let tokens = 0;
    const client = createClient({
      baseUrl: "https://api.test/stage/",
      token: async () => `token-${++tokens}`,
      headers: { "X-Page": "1" },
      fetch: record,
    });
    await client.listPersons({ limit: 5, cursor: "a+b" });
    await client.listPersons();

    expect(asked.map((request) => request.url)).toEqual([
      "https://api.test/stage/persons?limit=5&cursor=a%2Bb",
      "https://api.test/stage/persons",
    ]);
    expect(asked.map((request) => request.headers.get("Authorization"))).toEqual(["Bearer token-1", "Bearer token-2"]);
    expect(asked[0]!.headers.get("X-Page")).toBe("1");
  });

  test.each([undefined, null, ""])("no request without a personId: %j", async (personId) => {
    asked.length = 0;
    const client = createClient({ baseUrl: "https://api.test", fetch: record });

    await expect(client.getPerson(personId as string)).rejects.toThrow(/^getPerson\(\) needs a personId; it is /);
    await expect(client.listPersonPhotos(personId as string)).rejects.toThrow(/^listPersonPhotos\(\) needs a personId/);
    expect(asked).toEqual([]);
  });

  test.each([".", ".."])("no request for a personId that URLs resolve: %j", async (personId) => {
    asked.length = 0;
    const client = createClient({ baseUrl: "https://api.test", fetch: record });

    await expect(client.getPerson(personId)).rejects.toThrow(`The personId "${personId}" cannot be part of a URL path`);
    expect(asked).toEqual([]);
  });

  test("goes nowhere without a base URL", () => {
    for (const options of [{}, { baseUrl: undefined }, { baseUrl: null }]) {
      expect(() => createClient(options as unknown as { baseUrl: string })).toThrow(/^createClient\(\) needs baseUrl/);
    }
  });

  test("names the headers that the API's CORS rules refuse", async () => {
    vi.stubGlobal("location", { href: "https://app.test/page", origin: "https://app.test" });
    const refuse: typeof fetch = () => Promise.reject(new TypeError("Failed to fetch"));
    try {
      const headers = { "X-Page": "1", Accept: "application/json" };
      await expect(
        createClient({ baseUrl: "https://api.test", headers, fetch: refuse }).listPersons(),
      ).rejects.toMatchObject({
        name: "NetworkError",
        message: "The API cannot be reached. Its CORS rules do not allow the header X-Page.",
      });
      // From its own origin any header passes.
      await expect(createClient({ baseUrl: "", headers, fetch: refuse }).listPersons()).rejects.toMatchObject({
        message: "The API cannot be reached. Check the connection, the base URL and the allowed origins.",
      });
    } finally {
      vi.unstubAllGlobals();
    }
  });

  test("an error of the token's function is the caller's own", async () => {
    const mine = new TypeError("not signed in");

    await expect(
      createClient({ baseUrl: "", token: () => Promise.reject(mine), fetch: record }).listPersons(),
    ).rejects.toBe(mine);
  });
});

function idOf(person: Person): string {
  return person.personId;
}
