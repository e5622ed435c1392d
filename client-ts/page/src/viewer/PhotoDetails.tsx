import type { Photo } from "@beetroot/client";
import { fileKind, numberLabel, photoTitle } from "../labels.js";
import type { Size } from "./PhotoSlide.js";

interface PhotoDetailsProps {
  photo: Photo;
  size?: Size;
  /** When the signed URLs of the photo end; undefined if that is unknown. */
  urlEnd?: Date;
}

/** What the library knows about a photo. */
export function PhotoDetails({ photo, size, urlEnd }: PhotoDetailsProps) {
  const facts: [string, string | undefined][] = [
    ["Name", photoTitle(photo)],
    ["Kind", fileKind(photo.photoKey)?.label],
    ["Size", size && `${numberLabel(size.width)} × ${numberLabel(size.height)} pixels`],
    ["Photo id", photo.photoId],
    ["Key", photo.photoKey ?? "Unknown"],
    ["Bucket", photo.photoBucket ?? "Unknown"],
    ["File link ends", urlEnd?.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "medium" })],
  ];
  return (
    <aside className="photo-details" aria-label="Information">
      <h2>Information</h2>
      <dl>
        {facts.map(
          ([name, value]) =>
            value !== undefined && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      <p>The page renews the link to the file before it ends. Share the link to this page instead.</p>
    </aside>
  );
}
