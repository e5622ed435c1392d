import { createClient } from "@beetroot/client";
import { reportingViolations } from "./contractViolations.js";

export const client = createClient({
  baseUrl: (import.meta.env.VITE_API as string | undefined) ?? "",
  fetch: reportingViolations(fetch),
});
