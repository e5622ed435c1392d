import { client } from "../client.js";

const REFUSED = "The file cannot be downloaded";

/**
 * Saves the file of a photo under its own name, and leaves the page as it is.
 *
 * @param show shows the reader a message; an empty one removes it
 */
export async function download(personId: string, photoId: string, show: (message: string) => void): Promise<void> {
  show("Requesting the file…");
  const url = await client.getDownloadUrl(personId, photoId).catch(() => null);
  if (url === null) {
    show(REFUSED);
    return;
  }
  show("");
  // Not a link: if S3 refuses, its error would replace the page.
  const frame = document.createElement("iframe");
  frame.hidden = true;
  frame.src = url;
  // A download never loads as a document.
  frame.addEventListener("load", () => {
    frame.remove();
    show(REFUSED);
  });
  document.body.append(frame);
}
