"use client";

/** React hooks and images of the Beetroot API, on TanStack Query. */
export { BeetrootProvider, type BeetrootProviderProps } from "./BeetrootProvider.js";
export { SignedImage, type SignedImageProps } from "./SignedImage.js";
export { usePerson } from "./usePerson.js";
export { usePersonPhotos, type PhotoList } from "./usePersonPhotos.js";
export { usePersons, type PersonList } from "./usePersons.js";
