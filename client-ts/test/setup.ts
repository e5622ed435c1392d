import type { TestProject } from "vitest/node";
import { startGallery } from "./gallery.js";

declare module "vitest" {
  export interface ProvidedContext {
    /** The address of the gallery that all tests share: they only read. */
    gallery: string;
  }
}

/** Gives the tests a local gallery: the one that the variable `GALLERY` names, or one that is started for them. */
export default async function setup(project: TestProject) {
  if (process.env.GALLERY) {
    project.provide("gallery", process.env.GALLERY);
    return;
  }
  const gallery = await startGallery();
  project.provide("gallery", gallery.url);
  return gallery.stop;
}
