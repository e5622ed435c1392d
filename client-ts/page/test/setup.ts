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
    /** The sample library, whose URLs are CloudFront's and end within seconds. */
    cloudFrontGallery: string;
    /** The sample library, whose URLs are CloudFront's and work for an hour. */
    lastingCloudFrontGallery: string;
    /** The browser engine of a test in `engines`. */
    engine: EngineName;
  }
}

/** How long a signed URL works in the gallery of most tests, in seconds: long enough to load, short enough to wait for. */
const EXPIRES = 20;

/** Starts the galleries that the tests share, because they only read, unless variables name some that run. Builds the fixture. */
export default async function setup(project: TestProject) {
  const [usual, large, cloudFront, lastingCloudFront] = await Promise.all([
    running("GALLERY") ?? startGallery(`--expires=${EXPIRES}`),
    running("LARGE_GALLERY") ?? startGallery("--people=5000", "--photos=5000", "--index"),
    running("CLOUDFRONT_GALLERY") ?? startGallery("--cloudfront", `--expires=${EXPIRES}`),
    running("LASTING_CLOUDFRONT_GALLERY") ?? startGallery("--cloudfront"),
    buildFixture(),
  ]);
  project.provide("gallery", usual.url);
  project.provide("largeGallery", large.url);
  project.provide("cloudFrontGallery", cloudFront.url);
  project.provide("lastingCloudFrontGallery", lastingCloudFront.url);
  return () => Promise.all([usual, large, cloudFront, lastingCloudFront].map((gallery) => gallery.stop()));
}

function running(variable: string): Pick<Gallery, "url" | "stop"> | undefined {
  const url = process.env[variable];
  return url ? { url, stop: async () => {} } : undefined;
}
