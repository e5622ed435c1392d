import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { Configuration, PersonsApi, ResponseError } from "@beetroot/client";

const page = {
  persons: [{ personId: "a/b", photoCount: 2, repThumbKey: null, repThumbURL: null }],
  nextCursor: null,
  expiresAt: "2026-11-24T10:00:00Z",
};
const problem = { type: "about:blank", title: "Not Found", status: 404, detail: "There is no such person.", error: "not found" };

const asked = [];
const server = createServer((request, response) => {
  asked.push(request.url);
  const found = request.url.startsWith("/persons?") || request.url === "/persons";
  response.writeHead(found ? 200 : 404, { "Content-Type": found ? "application/json" : "application/problem+json" });
  response.end(JSON.stringify(found ? page : problem));
});
let persons;

before(async () => {
  await new Promise((started) => server.listen(0, "127.0.0.1", started));
  persons = new PersonsApi(new Configuration({ basePath: `http://127.0.0.1:${server.address().port}` }));
});
after(() => server.close());

test("reads a page: the moment is a Date, nulls stay nulls", async () => {
  const answer = await persons.listPersons({ limit: 5 });

  assert.equal(asked.at(-1), "/persons?limit=5");
  assert.deepEqual(answer, { ...page, expiresAt: new Date(page.expiresAt) });
});

test("percent-encodes the person and hands on the problem", async () => {
  const error = await persons.getPerson({ personId: "a/b +ü" }).catch((thrown) => thrown);

  assert(error instanceof ResponseError);
  assert.deepEqual(await error.response.json(), problem);
  assert.equal(asked.at(-1), "/persons/a%2Fb%20%2B%C3%BC");
});
