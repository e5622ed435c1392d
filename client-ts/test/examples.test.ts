import { expect, test } from "vitest";
import contract from "../generated/openapi.json" with { type: "json" };
import {
  PersonAnswerFromJSON,
  PersonAnswerToJSON,
  PersonPageFromJSON,
  PersonPageToJSON,
  PhotoPageFromJSON,
  PhotoPageToJSON,
  ProblemFromJSON,
  ProblemToJSON,
} from "../generated/index.js";
import type { PersonAnswer, PersonPage, PhotoPage, Problem } from "../generated/index.js";

// The contract's examples are real answers, which a test of the server sees to. Here they are what the generated client takes:
// tsc checks them against its types, and reading and writing them loses nothing.

/** A type as it is on the wire, where a moment is a text. */
type Wire<T> = T extends Date ? string : T extends object ? { [K in keyof T]: Wire<T[K]> } : T;

const { examples, responses } = contract.components;

const people: Wire<PersonPage>[] = [examples.FirstPeople.value, examples.MorePeople.value];
const person: Wire<PersonAnswer> = examples.Person.value;
const photos: Wire<PhotoPage>[] = [examples.Photos.value, examples.UnplacedPhoto.value, examples.Download.value];
const problems: Wire<Problem>[] = [
  responses.BadRequest,
  responses.NotFound,
  responses.MethodNotAllowed,
  responses.InternalError,
  responses.Unavailable,
]
  .flatMap((response) => Object.values(response.content["application/problem+json"].examples))
  .map((example: { value: Wire<Problem> }) => example.value);

test("the client knows every member of the examples", () => {
  for (const page of people) {
    expect(written(PersonPageToJSON(PersonPageFromJSON(page)))).toEqual(page);
  }
  expect(written(PersonAnswerToJSON(PersonAnswerFromJSON(person)))).toEqual(person);
  for (const page of photos) {
    expect(written(PhotoPageToJSON(PhotoPageFromJSON(page)))).toEqual(page);
  }
  for (const problem of problems) {
    expect(written(ProblemToJSON(ProblemFromJSON(problem)))).toEqual(problem);
  }
});

test("no example is left out", () => {
  const bodies = JSON.stringify(contract.components.responses).match(/"value":/g) ?? [];

  expect([people, person, photos].flat()).toHaveLength(Object.keys(examples).length);
  expect(problems).toHaveLength(bodies.length - 1); // OPTIONS is no call of the client.
});

/** As it goes over the wire; a moment of whole seconds is written without the fraction that JavaScript adds. */
function written(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll(".000Z", "Z"));
}
