/** Why a check did not pass, and what to do about it. */
export interface Diagnosis {
  cause: string;
  remedy: string;
}

/** What a check found. */
export interface Outcome {
  result: "passed" | "warning" | "failed" | "skipped";
  /** The observation in a few words. */
  found: string;
  diagnosis?: Diagnosis;
}

export const passed = (found: string): Outcome => ({ result: "passed", found });
/** It works, but not everything can be seen, or not everything is as it should be. */
export const warning = (found: string, diagnosis: Diagnosis): Outcome => ({ result: "warning", found, diagnosis });
export const failed = (found: string, diagnosis: Diagnosis): Outcome => ({ result: "failed", found, diagnosis });
export const skipped = (why: string): Outcome => ({ result: "skipped", found: why });

/** Ends a check as skipped, because an earlier one did not find what it needs. */
export class SkipCheck extends Error {}
