import type { Problem } from "@beetroot/client";
import { gatewayMessage } from "../gatewayMessage.js";
import { TOKEN_VARIABLE } from "../options.js";
import type { Diagnosis } from "../outcome.js";
import { matchAlways, type Rule } from "./rules.js";

/** What is known about a failed call of the API. */
export interface ApiSymptoms {
  /** Undefined if no response came. */
  status?: number;
  /** The function's own error; undefined if something else answered. */
  problem?: Problem;
  /** The body of an error. */
  body: string;
  /** How the connection failed, as Node names it (`ECONNREFUSED`), or `TIMEOUT`. */
  connection?: string;
  tokenGiven: boolean;
  /** Whether GET /persons of the same base URL has succeeded. */
  reachable?: boolean;
  /** Whether the API answers at the base URL's host without its path; undefined if that was not tried. */
  worksWithoutPath?: boolean;
}

export const diagnoseApi = (symptoms: ApiSymptoms): Diagnosis => matchAlways(RULES, symptoms);

/** The gateway has no route for a path: an HTTP API answers the first, a REST API the second. */
const hasNoRoute = ({ status, body }: ApiSymptoms) =>
  (status === 404 && gatewayMessage(body) === "Not Found") ||
  (status === 403 && gatewayMessage(body) === "Missing Authentication Token");

/** The Python function that this API replaces: its errors are JSON objects with `error`, but no problems. */
const isOlderFunction = ({ problem, body }: ApiSymptoms) =>
  problem === undefined && /^\s*\{\s*"error"\s*:\s*"(?:not found|bad path)"/.test(body);

/** What the function sees in front of /persons: the base path of a custom domain, for example. */
const unexpectedPrefix = ({ status, problem }: ApiSymptoms) =>
  status === 404 && problem?.error === "not found"
    ? /^(\/.+?)\/persons(?:\/|$)/.exec(problem.path ?? "")?.[1]
    : undefined;

const RULES: Rule<ApiSymptoms>[] = [
  {
    when: ({ connection }) => connection === "TIMEOUT",
    cause: "The API does not respond in time.",
    remedy:
      "Look for timeouts and start-up errors in the function's log; --timeout=60 tells a slow API from a dead one.",
  },
  {
    when: ({ connection }) => /CERT|SSL|TLS|SELF_SIGNED|ISSUER/.test(connection ?? ""),
    cause: ({ connection }) => `The API's TLS certificate is not trusted (${connection}).`,
    remedy:
      "Use the host name that the certificate covers. Behind a company's proxy, give Node the proxy's CA in NODE_EXTRA_CA_CERTS.",
  },
  {
    when: ({ status }) => status === undefined,
    cause: ({ connection }) => `The API is unreachable${connection ? ` (${connection})` : ""}.`,
    remedy: "Check the base URL, the network, and that the API is deployed; start the local gallery if it is meant.",
  },
  {
    when: ({ status, tokenGiven }) => status === 401 && !tokenGiven,
    cause: "The API requires a token, and none was given.",
    remedy: `Put one into the environment variable ${TOKEN_VARIABLE}.`,
  },
  {
    when: ({ status, body }) => status === 401 && gatewayMessage(body) === "The incoming token has expired",
    cause: "The token has expired.",
    remedy: `Put a fresh one into ${TOKEN_VARIABLE}.`,
  },
  {
    when: ({ status }) => status === 401,
    cause: "The gateway rejects the token: it has expired, or its issuer or audience is not the deployment's.",
    remedy: `Put a fresh one into ${TOKEN_VARIABLE}; compare its iss and aud with the parameters JwtIssuer and JwtAudience.`,
  },
  {
    when: (symptoms) => symptoms.reachable === true && hasNoRoute(symptoms),
    cause:
      "The gateway has no route for this path and answers by itself, although it routes /persons to the API. A migration that stopped half-way looks like this.",
    remedy:
      "Route every path to the API's function: $default (HTTP API) or ANY /{proxy+}. Redirect an existing route with update-route, and deploy a stage without auto-deploy with create-deployment.",
  },
  {
    when: (symptoms) => isOlderFunction(symptoms) || (symptoms.reachable === true && symptoms.status === 200),
    cause: "The Python function that this API replaces still answers this path.",
    remedy: "Redirect this path's route to the API's function with update-route, then run the check again.",
  },
  {
    when: (symptoms) => symptoms.status === 403 && hasNoRoute(symptoms),
    cause: "The REST API has no such route or stage.",
    remedy: "Add the stage to the base URL (…/prod), and route {proxy+} to the function.",
  },
  {
    when: (symptoms) => hasNoRoute(symptoms),
    cause: "The gateway has no such route: it answers by itself, and the function is not called.",
    remedy: "Point the $default route at the function, and add the stage to the base URL unless it is $default.",
  },
  {
    // Function URLs alone write Message with a capital letter, and the word Forbidden.
    when: ({ status, body }) => status === 403 && /"Message"\s*:\s*"Forbidden/.test(body),
    cause: "The function URL refuses the call: it requires IAM, or the function's policy does not allow public calls.",
    remedy:
      "Set its auth type to NONE and allow everybody both lambda:InvokeFunctionUrl and lambda:InvokeFunction, or put an API with a JWT authorizer in front.",
  },
  {
    when: ({ status, body }) => status === 403 && /^User(?: is|:).* not authorized/.test(gatewayMessage(body) ?? ""),
    cause: "A Lambda authorizer or the REST API's resource policy denies the call.",
    remedy: "Look at what the authorizer returns for this token, and at the resource policy's conditions.",
  },
  {
    when: ({ status, problem }) => status === 403 && problem === undefined,
    cause:
      "Something in front of the function refuses the call: a missing scope in the token, a missing API key, AWS WAF, or a custom domain without a mapping.",
    remedy:
      "Look for the authorizer's error in the gateway's access log, then at the web ACL and the domain's mappings.",
  },
  {
    when: (symptoms) => unexpectedPrefix(symptoms) !== undefined && symptoms.worksWithoutPath === true,
    cause: "The API responds, but the base URL has a path that does not belong there.",
    remedy: "Give the address without a path, or with the stage only.",
  },
  {
    when: (symptoms) => unexpectedPrefix(symptoms) !== undefined,
    cause: (symptoms) =>
      `The base path ${unexpectedPrefix(symptoms)} is not configured: the function takes it for a part of the path.`,
    remedy: (symptoms) =>
      `Set BASE_PATH=${unexpectedPrefix(symptoms)} in the function's settings; if the path is a mistake, remove it from the base URL.`,
  },
  {
    when: ({ status, body }) => status === 429 && gatewayMessage(body) === "Limit Exceeded",
    cause: "The usage plan's quota for this API key is used up.",
    remedy: "Wait until the quota's period ends, or raise the usage plan's quota.",
  },
  {
    when: ({ status, body }) => status === 429 && /^Rate Exceeded/.test(gatewayMessage(body) ?? ""),
    cause: "Lambda throttles the function: its reserved concurrency, or the account's, is used up.",
    remedy: "Look at the function's Throttles metric, and raise the concurrency that limits it.",
  },
  {
    when: ({ status }) => status === 429,
    cause: "The gateway throttles.",
    remedy: "Try again; if this happens often, raise the stage's rate and burst limits (RateLimit, BurstLimit).",
  },
  {
    when: ({ status, problem }) => status === 500 && problem !== undefined,
    cause: "The function runs, but fails: a DynamoDB permission or table is missing, or it gets no credentials.",
    remedy:
      'Look for "fault" in the function\'s log: the message names the table, the action (such as dynamodb:Query) and the remedy.',
  },
  {
    when: ({ status, problem }) => status === 503 && problem !== undefined,
    cause: "DynamoDB throttles, or the function cannot reach it.",
    remedy: "Try again; look at the table's throttling metrics and, in a VPC, at the route to DynamoDB.",
  },
  {
    when: ({ status, body }) =>
      (status === 500 || status === 502) && /^internal server error$/i.test(gatewayMessage(body) ?? ""),
    cause:
      "The function does not start, or the gateway may not invoke it. The most common reason: THUMBS_BUCKET is unset.",
    remedy:
      'Look for "fault":"misconfigured" in the function\'s log, which names the setting. If there is no log at all, the gateway lacks lambda:InvokeFunction.',
  },
  {
    when: ({ status, problem, body }) => status === 500 && problem === undefined && gatewayMessage(body) === "",
    cause: "The gateway's authorizer failed.",
    remedy: "Look for the authorizer's error in the gateway's access log and, for a Lambda authorizer, in its own log.",
  },
  {
    when: ({ status, problem }) => (status === 503 || status === 504) && problem === undefined,
    cause: "The gateway got no response from the function in time, or Lambda has no capacity left to run it.",
    remedy: "Compare the function's Duration with its timeout; look at its Throttles and its reserved concurrency.",
  },
  {
    when: ({ status }) => status === 200,
    cause: "What answers here is not the Beetroot API, or an older version.",
    remedy: "Check the base URL; the Python function that this API replaces has neither nextCursor nor expiresAt.",
  },
  {
    when: () => true,
    cause: ({ status, problem }) =>
      problem
        ? `The API rejects the call: ${problem.detail}`
        : `What answers here (HTTP ${status}) is not the Beetroot API, or an older version.`,
    remedy: "Check the base URL: the person list is at <base URL>/persons.",
  },
];
