"use client";

/** React hooks and images of the Beetroot API, on TanStack Query. */
export { BeetrootProvider, type BeetrootProviderProps } from "./BeetrootProvider.js";
export {
  beetrootKeys,
  personPhotosQuery,
  personQuery,
  personsQuery,
  type PageOptions,
  type PersonList,
  type PhotoList,
} from "./queries.js";
export { SignedImage, type SignedImageProps, type SignedImageState } from "./SignedImage.js";
export { usePerson, type UsePersonOptions } from "./usePerson.js";
export { usePersonPhotos, type UsePersonPhotosOptions } from "./usePersonPhotos.js";
export { usePersons, type UsePersonsOptions } from "./usePersons.js";
