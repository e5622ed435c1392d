/**
 * Returns the message of an error that API Gateway or a function URL answers itself, such as "Not Found"; undefined for
 * any other body. HTTP and REST APIs write `{"message":"…"}`, function URLs `{"Message":"…"}`, and both may write null,
 * which is returned as "".
 */
export function gatewayMessage(body: string): string | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    // A function URL's 502 is plain text.
    return /^internal server error\s*$/i.test(body) ? body.trim() : undefined;
  }
  if (typeof parsed !== "object" || parsed === null || "error" in parsed || "detail" in parsed) {
    return undefined;
  }
  const [, message] = Object.entries(parsed).find(([name]) => name === "message" || name === "Message") ?? [];
  return message === null ? "" : typeof message === "string" ? message : undefined;
}

/** The messages that name neither an account nor a resource, and may be printed. */
const PRINTABLE = new Set([
  "Endpoint request timed out",
  "Forbidden",
  "Internal Server Error",
  "Internal server error",
  "Limit Exceeded",
  "Missing Authentication Token",
  "Not Found",
  "Rate Exceeded.",
  "Service Unavailable",
  "The incoming token has expired",
  "Too Many Requests",
  "Unauthorized",
]);

export const isPrintable = (message: string): boolean => PRINTABLE.has(message);
