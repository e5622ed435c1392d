import type { TestProject } from "vitest/node";
import { startGallery, type Gallery } from "../../test/gallery.js";
import type { EngineName } from "./engines/engine.js";
import { buildFixture } from "./fixture/build.js";

declare module "vitest" {
  export interface ProvidedContext {
    /** The sample library, whose URLs end within seconds. */
    gallery: string;
    /** 5,000 people, the first of whom is on 5,000 photos. */
    largeGallery: string;
    /** The browser engine of a test in `engines`. */
    engine: EngineName;
  }
}

/** How long a signed URL works in the gallery of most tests, in seconds: long enough to load, short enough to wait for. */
const EXPIRES = 20;

/** Starts the galleries that the tests share, because they only read, unless two variables name ones that run. Builds the fixture. */
export default async function setup(project: TestProject) {
  const [usual, large] = await Promise.all([
    running("GALLERY") ?? startGallery(`--expires=${EXPIRES}`),
    running("LARGE_GALLERY") ?? startGallery("--people=5000", "--photos=5000", "--index"),
    buildFixture(),
  ]);
  project.provide("gallery", usual.url);
  project.provide("largeGallery", large.url);
  return () => Promise.all([usual.stop(), large.stop()]);
}

function running(variable: string): Pick<Gallery, "url" | "stop"> | undefined {
  const url = process.env[variable];
  return url ? { url, stop: async () => {} } : undefined;
}
