/** A `fetch` that tells in the console where the local gallery found an answer to break the contract. */
export function watched(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (...request) => {
    const response = await fetch(...request);
    const violation = response.headers.get("Contract-Violation");
    if (violation !== null) {
      console.error(`The answer of ${response.url} breaks the contract: ${violation}`);
    }
    return response;
  };
}
