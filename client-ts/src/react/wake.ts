/**
 * Timers stand still while a laptop or a tab sleeps, and no single event tells of every kind of waking: so the clock is looked
 * at again and again, and at once on any event that may follow a sleep.
 */
const LOOK_EVERY = 1_000;
const WINDOW_EVENTS = ["focus", "pageshow", "online"];
const DOCUMENT_EVENTS = ["visibilitychange", "resume"];

/** Calls back every second, and at once on waking. Returns what ends that. */
export function watchTheClock(look: () => void): () => void {
  const timer = setInterval(look, LOOK_EVERY);
  WINDOW_EVENTS.forEach((event) => window.addEventListener(event, look));
  DOCUMENT_EVENTS.forEach((event) => document.addEventListener(event, look));
  return () => {
    clearInterval(timer);
    WINDOW_EVENTS.forEach((event) => window.removeEventListener(event, look));
    DOCUMENT_EVENTS.forEach((event) => document.removeEventListener(event, look));
  };
}
