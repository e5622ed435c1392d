/**
 * Timers stop while a laptop or a tab sleeps, and no single event reports every kind of waking. So the clock is polled, and also
 * read on each event that may follow a sleep.
 */
const INTERVAL = 1_000;
const WINDOW_EVENTS = ["focus", "pageshow", "online"];
const DOCUMENT_EVENTS = ["visibilitychange", "resume"];

/** Calls back every second, and at once after a sleep. Returns the function that stops it. */
export function pollClock(callback: () => void): () => void {
  const timer = setInterval(callback, INTERVAL);
  WINDOW_EVENTS.forEach((event) => window.addEventListener(event, callback));
  DOCUMENT_EVENTS.forEach((event) => document.addEventListener(event, callback));
  return () => {
    clearInterval(timer);
    WINDOW_EVENTS.forEach((event) => window.removeEventListener(event, callback));
    DOCUMENT_EVENTS.forEach((event) => document.removeEventListener(event, callback));
  };
}
