/** Returns the image format by the first bytes of a file; undefined if it is none that a gallery holds. */
export function imageType(head: Uint8Array): string | undefined {
  const text = String.fromCharCode(...head);
  return FORMATS.find(([, pattern]) => pattern.test(text))?.[0];
}

export const SVG = "image/svg+xml";

const FORMATS: [type: string, beginning: RegExp][] = [
  ["image/jpeg", /^\xff\xd8\xff/],
  ["image/png", /^\x89PNG\r\n\x1a\n/],
  ["image/gif", /^GIF8[79]a/],
  ["image/webp", /^RIFF[^]{4}WEBP/],
  ["image/avif", /^[^]{4}ftypavi[fs]/],
  ["image/heic", /^[^]{4}ftyp(?:hei[cxms]|hev[cxms]|mif1|msf1)/],
  [SVG, /^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^]*?-->\s*)?(?:<!DOCTYPE svg[^>]*>\s*)?<svg[\s>]/],
];
