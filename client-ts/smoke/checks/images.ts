import { imageType } from "../object.js";
import { failed, notChecked, passed, warning, type Outcome } from "../outcome.js";
import { Missing, type Visit } from "../visit.js";
import { somebody } from "./rows.js";

export async function opensThumbnail(visit: Visit): Promise<Outcome> {
  const { repThumbKey, repThumbURL } = somebody(visit);
  if (repThumbKey === null) {
    return warning("none", {
      cause: "The person has no thumbnail yet: the table holds no repThumbKey.",
      remedy: "Nothing, if the pipeline is still at work; --person chooses another.",
    });
  }
  if (repThumbURL === null) {
    return failed("a key, but no URL", {
      cause:
        "The function does not sign thumbnails: SIGNABLE does not cover them, or (in an older function) THUMBS_BUCKET is unset.",
      remedy:
        "Set THUMBS_BUCKET, and SIGNABLE to hold <thumbs bucket>/faces-thumbs/*. A key with . or .. segments is never signed.",
    });
  }
  return opens(visit, repThumbURL);
}

export async function opensPhoto(visit: Visit): Promise<Outcome> {
  somebody(visit);
  const photo = visit.photo;
  if (photo?.photoURL == null) {
    return visit.photosWithKey
      ? failed("keys, but no URL", {
          cause: "The function does not sign photos: SIGNABLE does not cover their bucket and prefix.",
          remedy: "Set SIGNABLE to hold <raw bucket>/photos-raw/*, as the role's policy does.",
        })
      : notChecked("the person has no photo with a place");
  }
  return opens(visit, photo.photoURL);
}

export async function opensFace(visit: Visit): Promise<Outcome> {
  if (visit.photo === undefined) {
    throw new Missing("there is no photo to open");
  }
  const { thumbURL } = visit.photo;
  return thumbURL === null ? notChecked("the photo has no face cut from it") : opens(visit, thumbURL);
}

async function opens(visit: Visit, href: string): Promise<Outcome> {
  const promised = visit.promises.find(({ url }) => url.href === href);
  if (promised === undefined) {
    throw new Missing("its URL cannot be read");
  }
  const answer = await visit.open(promised);
  if ("result" in answer) {
    return answer;
  }
  const place = visit.placeOf(promised.url);
  const stored = answer.headers.get("Content-Type")?.split(";")[0] ?? "no content type";
  const seen = imageType(answer.head);
  if (answer.head.length === 0) {
    return failed(`0 bytes from ${place}`, {
      cause: "The object is empty.",
      remedy: "Let the pipeline write it again.",
    });
  }
  if (seen === undefined) {
    return failed(`${stored}, no image, from ${place}`, {
      cause: "The object is no image that a browser shows.",
      remedy: "Look at what the pipeline writes under this key: JPEG, PNG, GIF, WebP and AVIF are shown.",
    });
  }
  if (seen === "image/heic") {
    return warning(`${seen} from ${place}`, {
      cause: "The image is HEIC, which only Safari shows.",
      remedy: "Let the pipeline store a JPEG, WebP or AVIF for the web beside the original.",
    });
  }
  if (stored !== seen) {
    return warning(`${seen}, stored as ${stored}, at ${place}`, {
      cause: "The object's content type is wrong: browsers show it in a page, and download it when opened by itself.",
      remedy: `Let the pipeline store it with Content-Type: ${seen}.`,
    });
  }
  return passed(`${seen}${size(answer.headers)} from ${place}`);
}

function size(headers: Headers): string {
  const bytes = Number(headers.get("Content-Length"));
  return bytes > 0
    ? `, ${bytes < 1000 ? `${bytes} B` : bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`},`
    : "";
}
