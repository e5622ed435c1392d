/**
 * Timers stand still while a laptop or a tab sleeps, and no single event tells of every kind of waking: so the clock is looked
 * at again and again, and at once on any event that may follow a sleep.
 */
const LOOK_EVERY = 5_000;
const WINDOW_EVENTS = ["focus", "pageshow", "online"];
const DOCUMENT_EVENTS = ["visibilitychange", "resume"];

/** Calls back every few seconds and on waking, as long as the page is visible. Returns what ends that. */
export function whileVisible(look: () => void): () => void {
  const lookIfVisible = () => {
    if (document.visibilityState === "visible") {
      look();
    }
  };
  const timer = setInterval(lookIfVisible, LOOK_EVERY);
  WINDOW_EVENTS.forEach((event) => window.addEventListener(event, lookIfVisible));
  DOCUMENT_EVENTS.forEach((event) => document.addEventListener(event, lookIfVisible));
  return () => {
    clearInterval(timer);
    WINDOW_EVENTS.forEach((event) => window.removeEventListener(event, lookIfVisible));
    DOCUMENT_EVENTS.forEach((event) => document.removeEventListener(event, lookIfVisible));
  };
}
