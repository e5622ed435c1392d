import { createContext } from "react";

/** Pauses images that have not begun to load: a grid does so while its tiles fly past. */
export class LoadControl {
  #isPaused = false;
  readonly #waiting = new Set<() => void>();

  get isPaused(): boolean {
    return this.#isPaused;
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.#waiting.forEach((begin) => begin());
    this.#waiting.clear();
  }

  /** Calls back once images may load. Returns the function that cancels that. */
  whenResumed(begin: () => void): () => void {
    if (this.#isPaused) {
      this.#waiting.add(begin);
    } else {
      begin();
    }
    return () => this.#waiting.delete(begin);
  }
}

/** Outside a grid nothing pauses. */
export const LoadControlContext = createContext(new LoadControl());
