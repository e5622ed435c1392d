import type { Diagnosis } from "../outcome.js";

/** A probable cause and its symptoms. Rules stand in a table, and the first one whose symptoms match applies. */
export interface Rule<Symptoms> {
  when(symptoms: Symptoms): boolean;
  cause: string | ((symptoms: Symptoms) => string);
  remedy: string | ((symptoms: Symptoms) => string);
}

/** Clocks may differ by this much without harm (ms): HTTP's Date has whole seconds, and a response takes its time. */
export const CLOCK_TOLERANCE = 30_000;

/** Returns the diagnosis of the first matching rule; undefined if none matches. */
export function match<Symptoms>(rules: Rule<Symptoms>[], symptoms: Symptoms): Diagnosis | undefined {
  const rule = rules.find(({ when }) => when(symptoms));
  const text = (part: Rule<Symptoms>["cause"]) => (typeof part === "string" ? part : part(symptoms));
  return rule && { cause: text(rule.cause), remedy: text(rule.remedy) };
}

/** Like {@link match}, for tables whose last rule always matches. */
export function matchAlways<Symptoms>(rules: Rule<Symptoms>[], symptoms: Symptoms): Diagnosis {
  const diagnosis = match(rules, symptoms);
  if (diagnosis === undefined) {
    throw new Error("The last rule of this table must always match.");
  }
  return diagnosis;
}
