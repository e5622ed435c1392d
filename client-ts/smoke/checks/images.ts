import { imageType, SVG } from "../imageType.js";
import { failed, passed, SkipCheck, skipped, warning, type Outcome } from "../outcome.js";
import type { SmokeRun } from "../smokeRun.js";

export async function opensThumbnail(run: SmokeRun): Promise<Outcome> {
  const { repThumbKey, repThumbURL } = run.requirePerson();
  if (repThumbKey === null) {
    return warning("none", {
      cause: "The person has no thumbnail yet: the table holds no repThumbKey.",
      remedy: "None, if the pipeline is still at work; --person chooses another person.",
    });
  }
  if (repThumbURL === null) {
    return failed("a key, but no URL", {
      cause:
        "The function does not sign thumbnails: SIGNABLE does not cover them, or (in an older function) THUMBS_BUCKET is unset.",
      remedy:
        "Set THUMBS_BUCKET, and add <thumbs bucket>/faces-thumbs/* to SIGNABLE. A key with . or .. segments is never signed.",
    });
  }
  return openImage(run, repThumbURL);
}

export async function opensPhoto(run: SmokeRun): Promise<Outcome> {
  run.requirePerson();
  const { photo } = run;
  if (photo?.photoURL == null) {
    return run.photosWithKey
      ? failed("keys, but no URL", {
          cause: "The function does not sign photos: SIGNABLE does not cover their bucket and prefix.",
          remedy: "Add <raw bucket>/photos-raw/* to SIGNABLE, as in the role's policy.",
        })
      : skipped("the person has no photo with a location");
  }
  return openImage(run, photo.photoURL);
}

export async function opensFace(run: SmokeRun): Promise<Outcome> {
  if (run.photo === undefined) {
    throw new SkipCheck("there is no photo to open");
  }
  const { thumbURL } = run.photo;
  return thumbURL === null ? skipped("the photo has no face thumbnail") : openImage(run, thumbURL);
}

async function openImage(run: SmokeRun, href: string): Promise<Outcome> {
  const issued = run.issued.find(({ url }) => url.href === href);
  if (issued === undefined) {
    throw new SkipCheck("its URL cannot be parsed");
  }
  const response = await run.open(issued);
  if ("result" in response) {
    return response;
  }
  const place = run.describe(issued.url);
  const served = response.headers.get("Content-Type")?.split(";")[0] ?? "no content type";
  const actual = imageType(response.head);
  if (response.head.length === 0) {
    return failed(`0 bytes from ${place}`, {
      cause: "The object is empty.",
      remedy: "Have the pipeline write it again.",
    });
  }
  if (actual === undefined) {
    return failed(`${served}, not an image, from ${place}`, {
      cause: "The object is not an image that browsers show.",
      remedy: "Check what the pipeline writes under this key: browsers show JPEG, PNG, GIF, WebP, AVIF and SVG.",
    });
  }
  if (actual === "image/heic") {
    return warning(`${actual} from ${place}`, {
      cause: "The image is HEIC, which only Safari shows.",
      remedy: "Have the pipeline store a JPEG, WebP or AVIF for the web next to the original.",
    });
  }
  const { cloudFront } = issued.url;
  if (cloudFront?.requestedType !== undefined && served !== cloudFront.requestedType) {
    return warning(`${actual}, served as ${served}, from ${place}`, {
      cause: "The distribution does not pass response-content-type on to S3.",
      remedy:
        "Give its behaviours a cache policy with the query parameters response-content-type and response-content-disposition, as the template does.",
    });
  }
  if (
    cloudFront?.covers === "a prefix" &&
    !response.headers
      .get("Content-Security-Policy")
      ?.split(/[\s;]+/)
      .includes("sandbox")
  ) {
    return warning(`${actual} from ${place}, without a sandbox`, {
      cause:
        "Whoever has a URL can choose the content type in its query, and the distribution adds no Content-Security-Policy that keeps a file served as HTML from running scripts.",
      remedy:
        "Give its behaviours a response headers policy with nosniff and a Content-Security-Policy with sandbox, as the template does; or set CLOUDFRONT_POLICY=object.",
    });
  }
  return served === actual
    ? passed(`${actual}${size(response.headers)} from ${place}`)
    : wrongContentType(actual, served, place);
}

/** S3 stores binary/octet-stream for an upload without a content type, and the API corrects it by the key's extension. */
function wrongContentType(actual: string, served: string, place: string): Outcome {
  const found = `${actual}, served as ${served}, from ${place}`;
  const untyped = /^(?:(?:binary|application)\/octet-stream|no content type)$/.test(served);
  const remedy = untyped
    ? `Have the pipeline store it with Content-Type: ${actual}, or under a key with the format's extension, such as .${actual.slice(6).replace("jpeg", "jpg").replace(/\+.*/, "")}.`
    : `Have the pipeline store it with Content-Type: ${actual}.`;
  if (actual === SVG) {
    return failed(found, {
      cause: `The object is an SVG served as ${served}, and browsers do not render that.`,
      remedy,
    });
  }
  return warning(found, {
    cause: untyped
      ? "The object was stored without a content type, and its key has no extension that tells the API the format: an <img> shows it, but a browser tab downloads it."
      : "The object's content type is wrong: an <img> shows it, but a browser tab may not.",
    remedy,
  });
}

function size(headers: Headers): string {
  const bytes = Number(headers.get("Content-Length"));
  return bytes > 0
    ? `, ${bytes < 1000 ? `${bytes} B` : bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`},`
    : "";
}
