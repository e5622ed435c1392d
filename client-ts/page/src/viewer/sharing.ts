/**
 * Shares or copies the address of the page, never a signed URL, which would end.
 *
 * @returns what to tell the reader
 */
export async function shareOrCopy(how: "share" | "copy", title?: string): Promise<string> {
  const url = window.location.href;
  try {
    if (how === "share") {
      await navigator.share({ title, url });
      return "";
    }
    await navigator.clipboard.writeText(url);
    return "Link copied";
  } catch (failed) {
    if (failed instanceof DOMException && failed.name === "AbortError") {
      return "";
    }
    // Pages without TLS have no clipboard, and a reader may forbid it.
    return how === "share" ? shareOrCopy("copy") : "Copy the link from the address bar";
  }
}
