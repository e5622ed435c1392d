import { createClient } from "@beetroot/client";
import { expect, inject, test } from "vitest";

test("reads the running gallery", async () => {
  const { persons, expiresAt } = await createClient({ baseUrl: inject("gallery") }).listPersons({ limit: 2 });

  expect(persons.map((person) => person.personId)).toEqual(["anna", "ben"]);
  expect(expiresAt.getTime()).toBeGreaterThan(Date.now());
});
