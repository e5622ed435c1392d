import type { TestProject } from "vitest/node";
import { startGallery, type Gallery } from "../../test/gallery.js";

declare module "vitest" {
  export interface ProvidedContext {
    /** The sample library, whose URLs end within seconds. */
    gallery: string;
    /** 5,000 people, the first of whom is on 5,000 photos. */
    largeGallery: string;
  }
}

/** How long a signed URL works in the gallery of most tests, in seconds: long enough to load, short enough to wait for. */
const EXPIRES = 20;

/** The galleries that the tests share, for they only read: those that two variables name, or ones that are started for them. */
export default async function setup(project: TestProject) {
  const [usual, large] = await Promise.all([
    running("GALLERY") ?? startGallery(`--expires=${EXPIRES}`),
    running("LARGE_GALLERY") ?? startGallery("--people=5000", "--photos=5000", "--index"),
  ]);
  project.provide("gallery", usual.url);
  project.provide("largeGallery", large.url);
  return () => Promise.all([usual.stop(), large.stop()]);
}

function running(variable: string): Pick<Gallery, "url" | "stop"> | undefined {
  const url = process.env[variable];
  return url ? { url, stop: async () => {} } : undefined;
}
