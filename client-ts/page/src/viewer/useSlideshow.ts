import { useEffect, useState } from "react";

/** How long each photo of a slideshow stays, in milliseconds. */
const STAY = 5_000;

/**
 * Shows one photo after the other until the last.
 *
 * @param photoId the photo that is shown
 */
export function useSlideshow(
  photoId: string,
  hasNext: boolean,
  onNext: () => void,
): [boolean, (playing: boolean) => void] {
  const [playing, setPlaying] = useState(false);
  useEffect(() => {
    if (playing && hasNext) {
      const timer = setTimeout(onNext, STAY);
      return () => clearTimeout(timer);
    }
  });
  return [playing && hasNext, setPlaying];
}
