import { createClient } from "@beetroot/client";
import type { DehydratedState } from "@tanstack/react-query";
import { hydrateRoot } from "react-dom/client";
import { App } from "./App.js";

declare global {
  interface Window {
    /** What the server has rendered. */
    page: { api: string; personId: string | null; state: DehydratedState };
  }
}

const { api, personId, state } = window.page;
const client = createClient({ baseUrl: api });
hydrateRoot(document.getElementById("root") as HTMLElement, <App client={client} personId={personId} state={state} />);
