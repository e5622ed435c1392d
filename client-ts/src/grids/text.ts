import type { Person, Photo } from "../../generated/index.js";

/** Returns the `personId`, which is all that the library knows of a name, and may be blank. */
export function nameOfPerson({ personId }: Person): string {
  return personId.trim() || "Unnamed";
}

/** Returns the first letters of the first two words of a name. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s._-]+/).filter(Boolean);
  const initials = words.slice(0, 2).map((word) => [...word].slice(0, 1).join("").toUpperCase());
  return initials.join("") || "?";
}

export function photosOf(count: number): string {
  return count === 1 ? "1 photo" : `${count.toLocaleString("en")} photos`;
}

/** Returns "Photo" and the file's name, which people may have chosen, or the id. */
export function nameOfPhoto({ photoKey, photoId }: Photo): string {
  const file = photoKey?.slice(photoKey.lastIndexOf("/") + 1).replace(/\.\w{2,5}$/, "");
  return `Photo ${file || photoId}`;
}
