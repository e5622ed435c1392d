/** The galleries whose URLs end within seconds, by whose URLs they are. A test of expiry runs in front of each. */
export const SHORT_LIVED = [
  ["S3", "gallery"],
  ["CloudFront", "cloudFrontGallery"],
] as const;

/** The galleries whose URLs work for an hour, by whose URLs they are. A test of URLs runs in front of each. */
export const LASTING = [
  ["S3", "largeGallery"],
  ["CloudFront", "lastingCloudFrontGallery"],
] as const;
