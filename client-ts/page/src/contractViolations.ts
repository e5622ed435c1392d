/** A `fetch` that reports in the console which response of the local gallery breaks the contract. */
export function reportingViolations(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (...request) => {
    const response = await fetch(...request);
    const violation = response.headers.get("Contract-Violation");
    if (violation !== null) {
      console.error(`The response of ${response.url} breaks the contract: ${violation}`);
    }
    return response;
  };
}
