import { useEffect, useState, type RefObject } from "react";

/** Whether the element fills the screen, and a function that changes that; no function if the browser cannot (iPhones). */
export function useFullScreen(element: RefObject<HTMLElement | null>): [boolean, (() => void) | undefined] {
  const [full, setFull] = useState(false);
  useEffect(() => {
    const changed = () => setFull(document.fullscreenElement !== null);
    document.addEventListener("fullscreenchange", changed);
    return () => document.removeEventListener("fullscreenchange", changed);
  }, []);
  const toggle = () => {
    // A refusal changes nothing, and the button stays for another try.
    const change = full ? document.exitFullscreen() : element.current!.requestFullscreen();
    change.catch(() => {});
  };
  return [full, document.fullscreenEnabled ? toggle : undefined];
}
