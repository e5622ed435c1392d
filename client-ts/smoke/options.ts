import { parseArgs } from "node:util";

/** The settings of one run. */
export interface Options {
  /** The API's address, without a slash at the end. */
  baseUrl: string;
  /** The bearer token; never printed. */
  token?: string;
  /** The web app's origin. */
  origin?: string;
  /** The person whose images are opened; by default the first one listed that has some. */
  person?: string;
  /** Whether personIds and object keys are printed. */
  names: boolean;
  /** How long each request may take, in milliseconds. */
  timeout: number;
  /** S3's address, if it is not AWS's, without a slash at the end. */
  s3Endpoint?: string;
}

/** The command line is wrong; the message says how. */
export class UsageError extends Error {}

export const TOKEN_VARIABLE = "BEETROOT_TOKEN";

export const HELP = `Checks a deployed or local Beetroot API end to end, from the person list to the images in the buckets.

Usage: beetroot-smoke [options] <base URL>

  <base URL>         such as https://id.execute-api.eu-central-1.amazonaws.com
  --origin=ORIGIN    the web app's origin, such as https://photos.example: checks that it may call the API
  --person=PERSONID  the person whose images are opened (default: the first one listed that has some)
  --names            also print personIds and object keys
  --timeout=SECONDS  the time limit of each request, 1 to 300 (default 35: API Gateway gives up after 30)
  --help             print this

If the deployment requires a token, put it into the environment variable ${TOKEN_VARIABLE}. Neither it nor a signed URL is printed.
Exit code: 0 if everything passed, perhaps with warnings; 1 if a check failed; 2 if the command line is wrong.`;

/**
 * Reads the command line; returns undefined if it asks for help.
 *
 * @throws UsageError with one sentence
 */
export function parseOptions(
  commandLine: string[],
  environment: Record<string, string | undefined>,
): Options | undefined {
  const { values, positionals } = parse(commandLine);
  if (values.help) {
    return undefined;
  }
  if (positionals.length !== 1) {
    throw new UsageError(positionals.length === 0 ? "The base URL of the API is missing." : "Give only one base URL.");
  }
  return {
    baseUrl: baseUrl(positionals[0]!),
    token: environment[TOKEN_VARIABLE] || undefined,
    origin: values.origin === undefined ? undefined : origin(values.origin),
    person: values.person,
    names: values.names,
    timeout: milliseconds(values.timeout),
    s3Endpoint: environment.AWS_ENDPOINT_URL_S3?.replace(/\/+$/, "") || undefined,
  };
}

function parse(commandLine: string[]) {
  try {
    return parseArgs({
      args: commandLine,
      allowPositionals: true,
      options: {
        origin: { type: "string" },
        person: { type: "string" },
        names: { type: "boolean", default: false },
        timeout: { type: "string", default: "35" },
        help: { type: "boolean", default: false },
      },
    });
  } catch (thrown) {
    // Node adds hints on further lines, which do not fit here.
    throw new UsageError(`${(thrown as Error).message.split(/\.\s|\n/)[0]}.`);
  }
}

function baseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(
      `The base URL must begin with https:// or http://, such as https://id.execute-api.eu-central-1.amazonaws.com.`,
    );
  }
  if (url.username || url.password || url.search || url.hash) {
    throw new UsageError("The base URL must not contain a user, a query or a fragment, only a path.");
  }
  return url.origin + url.pathname.replace(/\/+$/, "");
}

function origin(text: string): string {
  if (!URL.canParse(text) || new URL(text).origin !== text) {
    throw new UsageError(
      `The origin must be a scheme, a host and perhaps a port, such as https://photos.example, not "${text}".`,
    );
  }
  return text;
}

function milliseconds(text: string): number {
  if (!/^\d{1,3}$/.test(text) || Number(text) < 1 || Number(text) > 300) {
    throw new UsageError(`The timeout must be a number of seconds from 1 to 300, not "${text}".`);
  }
  return Number(text) * 1000;
}
