/** Why a check did not pass, and what to do. */
export interface Diagnosis {
  cause: string;
  remedy: string;
}

/** What a check found. */
export interface Outcome {
  result: "passed" | "warning" | "failed" | "not checked";
  /** What was seen, in a few words. */
  found: string;
  diagnosis?: Diagnosis;
}

export const passed = (found: string): Outcome => ({ result: "passed", found });
/** It works, but not all can be seen, or not all is as it should be. */
export const warning = (found: string, diagnosis: Diagnosis): Outcome => ({ result: "warning", found, diagnosis });
export const failed = (found: string, diagnosis: Diagnosis): Outcome => ({ result: "failed", found, diagnosis });
export const notChecked = (why: string): Outcome => ({ result: "not checked", found: why });
