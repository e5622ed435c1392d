import type { Photo } from "@beetroot/client";

/** What a person is called: the personId, or a stand-in if it holds nothing to read. */
export function personName(personId: string): string {
  return isBlank(personId) ? "Unnamed person" : personId;
}

export function initialsOf(personId: string): string {
  const parts = isBlank(personId) ? [] : personId.split(/[\s._-]+/).filter(Boolean);
  return (
    parts
      .slice(0, 2)
      .map((part) => [...part][0]!.toUpperCase())
      .join("") || "?"
  );
}

/** Whether a text shows nothing: spaces, or characters without a shape. */
function isBlank(text: string): boolean {
  return !/[^\s\p{C}\p{Z}]/u.test(text);
}

export function numberLabel(number: number): string {
  return number.toLocaleString("en");
}

export function photoCountLabel(count: number): string {
  return count === 1 ? "1 photo" : `${numberLabel(count)} photos`;
}

/** What is known about how many photos a person has. */
export interface PhotoCount {
  /** How many photos the loaded part of the list holds. */
  listed: number;
  /** Whether the list is loaded to its end. */
  complete: boolean;
  /** The `photoCount` of the library; undefined until it is known. */
  counted?: number;
}

/** How many photos there are: the list's own count once all of it is loaded, the library's until then. */
export function photoTotal({ listed, complete, counted = 0 }: PhotoCount): number {
  return complete ? listed : Math.max(listed, counted);
}

/** The same in words. */
export function photoTotalLabel(count: PhotoCount): string {
  const total = photoTotal(count);
  const isLess = !count.complete && (count.counted ?? 0) < total;
  return isLess ? `More than ${photoCountLabel(total)}` : total === 0 ? "No photos" : photoCountLabel(total);
}

/** Says that the library counts more photos than it lists; undefined if it does not. */
export function photoCountNote({ listed, complete, counted = 0 }: PhotoCount): string | undefined {
  return complete && counted > listed
    ? `The library counts ${photoCountLabel(counted)} of this person, but lists ${listed === 0 ? "none" : numberLabel(listed)}.`
    : undefined;
}

/** What a photo is called: its file's name, which people may have chosen, or its id. */
export function photoTitle({ photoKey, photoId }: Photo): string {
  const name = fileName(photoKey)?.replace(/\.\w{2,5}$/, "");
  return name || photoId;
}

function fileName(key: string | null): string | undefined {
  return key?.slice(key.lastIndexOf("/") + 1);
}

/** A kind of file that is not a picture in every browser. */
export interface FileKind {
  label: string;
  /** Whether some browser shows it in an `<img>`, so that trying makes sense. */
  maybePicture: boolean;
}

const picture = (label: string): FileKind => ({ label, maybePicture: true });
const other = (label: string): FileKind => ({ label, maybePicture: false });
const raw = other("Raw camera photo");
const video = other("Video");
const text = other("Text file");

const FILE_KINDS: Record<string, FileKind> = {
  heic: picture("HEIC photo"),
  heif: picture("HEIF photo"),
  tif: picture("TIFF picture"),
  tiff: picture("TIFF picture"),
  jxl: picture("JPEG XL picture"),
  jp2: picture("JPEG 2000 picture"),
  mov: other("QuickTime video"),
  mp4: video,
  m4v: video,
  avi: video,
  mkv: video,
  webm: video,
  "3gp": video,
  cr2: raw,
  cr3: raw,
  nef: raw,
  arw: raw,
  dng: raw,
  raf: raw,
  orf: raw,
  psd: other("Photoshop file"),
  pdf: other("PDF document"),
  txt: text,
  md: text,
  csv: text,
  json: text,
  xmp: text,
};

/** What kind of file a key names; undefined for the pictures that every browser shows, and for unknown endings. */
export function fileKind(key: string | null): FileKind | undefined {
  const extension = fileName(key)?.match(/\.(\w{2,5})$/)?.[1];
  return extension === undefined ? undefined : FILE_KINDS[extension.toLowerCase()];
}
