import type { Diagnosis } from "../outcome.js";
import { match, type Rule } from "./rules.js";

/** What a response shows to a browser. */
export interface CorsSymptoms {
  origin: string;
  preflight: boolean;
  status: number;
  allowOrigin: string | null;
  allowMethods: string;
  allowHeaders: string;
  tokenGiven: boolean;
}

/** Returns undefined if a browser lets the page read the response. */
export const diagnoseCors = (symptoms: CorsSymptoms): Diagnosis | undefined => match(RULES, symptoms);

const lists = (header: string, name: string) =>
  header.split(",").some((part) => [name, "*"].includes(part.trim().toLowerCase()));

const RULES: Rule<CorsSymptoms>[] = [
  {
    when: ({ preflight, status }) => preflight && (status === 401 || status === 403),
    cause: "The preflight is refused: browsers send it without a token, and the gateway requires one.",
    remedy:
      "Let OPTIONS pass without an authorizer: by the HTTP API's own CORS configuration, or an open OPTIONS route.",
  },
  {
    when: ({ preflight, status }) => preflight && (status < 200 || status > 299),
    cause: ({ status }) => `The preflight gets a ${status}, and browsers do not call the API after that.`,
    remedy: "Route OPTIONS to the function (ANY /{proxy+}, or $default), or let the gateway answer it.",
  },
  {
    when: ({ allowOrigin }) => allowOrigin === null,
    cause: "The response has no Access-Control-Allow-Origin, so browsers hide it from the web app.",
    remedy: ({ origin }) =>
      `Add ${origin} to ALLOWED_ORIGINS and, if the gateway has a CORS configuration of its own, to that.`,
  },
  {
    when: ({ allowOrigin }) => allowOrigin!.includes(","),
    cause: "Both the function and something in front of it set Access-Control-Allow-Origin, and browsers reject that.",
    remedy: "Let only one of them set it.",
  },
  {
    when: ({ allowOrigin, origin }) => allowOrigin !== "*" && allowOrigin !== origin,
    cause: ({ origin, allowOrigin }) => `The CORS origin ${origin} is not allowed; the API allows ${allowOrigin}.`,
    remedy: ({ origin }) =>
      `Add ${origin} to ALLOWED_ORIGINS (the template's AllowedOrigins), without a slash at the end, and to the gateway's own CORS configuration if it has one.`,
  },
  {
    when: ({ preflight, allowMethods }) => preflight && allowMethods !== "" && !lists(allowMethods, "get"),
    cause: "The preflight does not allow GET.",
    remedy: "Add GET to the gateway's allowed methods.",
  },
  {
    // "*" does not cover Authorization (Fetch standard, "CORS non-wildcard request-header name").
    when: ({ preflight, tokenGiven, allowHeaders }) =>
      preflight && tokenGiven && !allowHeaders.split(",").some((name) => name.trim().toLowerCase() === "authorization"),
    cause: "The preflight does not allow the Authorization header, which carries the token.",
    remedy: "Add Authorization to the gateway's allowed headers.",
  },
];
