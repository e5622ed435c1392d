import type { Photo } from "@beetroot/client";

export function initialsOf(personId: string): string {
  const words = personId.split(/[\s._-]+/).filter(Boolean);
  return (
    words
      .slice(0, 2)
      .map((word) => [...word][0]!.toUpperCase())
      .join("") || "?"
  );
}

export function photosOf(count: number): string {
  return count === 1 ? "1 photo" : `${count.toLocaleString("en")} photos`;
}

/** What a photo is called: its file's name, which people may have chosen, or its id. */
export function titleOf({ photoKey, photoId }: Photo): string {
  const file = photoKey?.slice(photoKey.lastIndexOf("/") + 1).replace(/\.\w{2,5}$/, "");
  return file || photoId;
}
