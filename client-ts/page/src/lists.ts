import type { Person, Photo } from "@beetroot/client";
import { personPhotosQuery, personsQuery } from "@beetroot/client/react";
import { client } from "./client.js";
import type { ListStart } from "./routes.js";
import { usePagedList } from "./usePagedList.js";

const personKey = (person: Person) => person.personId;
const photoKey = (photo: Photo) => photo.photoId;

/** The people, each once: somebody whose count changes between two requests may be on two pages. */
export function usePersonList(start?: ListStart) {
  return usePagedList({ query: personsQuery(client), keyOf: personKey, start });
}

/** The photos of a person, each once: a photo in which the person occurs twice is listed twice. */
export function usePhotoList(personId: string, start?: ListStart) {
  return usePagedList({ query: personPhotosQuery(client, personId), keyOf: photoKey, start });
}
