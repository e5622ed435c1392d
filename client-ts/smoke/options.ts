import { parseArgs } from "node:util";

/** What the smoke check is told. */
export interface Options {
  /** Where the API is, without a slash at the end. */
  baseUrl: string;
  /** The bearer token; never printed. */
  token?: string;
  /** The origin that a browser would call from. */
  origin?: string;
  /** The person whose images are opened; by default the first of the list that has some. */
  person?: string;
  /** Whether personIds and object keys are printed. */
  names: boolean;
  /** How long each request may take, in milliseconds. */
  timeout: number;
}

/** The command was given something that it cannot work with; the message says what. */
export class WrongUse extends Error {}

export const TOKEN_VARIABLE = "BEETROOT_TOKEN";

export const HELP = `Checks that a deployed or local Beetroot API works, from the list of people to the images in the buckets.

Usage: beetroot-smoke [options] <base URL>

  <base URL>         such as https://id.execute-api.eu-central-1.amazonaws.com
  --origin=ORIGIN    the web app's origin, such as https://photos.example: checks that its browsers may call
  --person=PERSONID  opens this person's images (default: the first person of the list that has some)
  --names            prints personIds and object keys, which are left out otherwise
  --timeout=SECONDS  how long each request may take, 1 to 300 (default 35: API Gateway gives up after 30)
  --help             prints this

A deployment that asks for a token gets it from the environment variable ${TOKEN_VARIABLE}. Neither it nor a signed URL is printed.
Exit code: 0 all passed, perhaps with warnings; 1 a check failed; 2 wrong use.`;

/**
 * Reads the command line; undefined where it asks for help.
 *
 * @throws WrongUse in one sentence
 */
export function optionsOf(commandLine: string[], environment: Record<string, string | undefined>): Options | undefined {
  const { values, positionals } = parsed(commandLine);
  if (values.help) {
    return undefined;
  }
  if (positionals.length !== 1) {
    throw new WrongUse(positionals.length === 0 ? "The base URL of the API is missing." : "Give one base URL only.");
  }
  return {
    baseUrl: baseUrl(positionals[0]!),
    token: environment[TOKEN_VARIABLE] || undefined,
    origin: values.origin === undefined ? undefined : origin(values.origin),
    person: values.person,
    names: values.names,
    timeout: milliseconds(values.timeout),
  };
}

function parsed(commandLine: string[]) {
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
    // Node adds hints on further lines that do not fit here.
    throw new WrongUse(`${(thrown as Error).message.split(/\.\s|\n/)[0]}.`);
  }
}

function baseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new WrongUse(
      `The base URL must begin with https:// or http://, such as https://id.execute-api.eu-central-1.amazonaws.com.`,
    );
  }
  if (url.username || url.password || url.search || url.hash) {
    throw new WrongUse("The base URL must be without a user, a query and a fragment: a path at most.");
  }
  return url.origin + url.pathname.replace(/\/+$/, "");
}

function origin(text: string): string {
  if (!URL.canParse(text) || new URL(text).origin !== text) {
    throw new WrongUse(
      `The origin must be a scheme, a host and perhaps a port, such as https://photos.example: "${text}" is not.`,
    );
  }
  return text;
}

function milliseconds(text: string): number {
  if (!/^\d{1,3}$/.test(text) || Number(text) < 1 || Number(text) > 300) {
    throw new WrongUse(`The timeout must be a number of seconds from 1 to 300: "${text}" is not.`);
  }
  return Number(text) * 1000;
}
