import { createClient } from "@beetroot/client";
import { BeetrootProvider } from "@beetroot/client/react";
import "@beetroot/client/styles.css";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";
import { People } from "./People.js";
import { Person } from "./Person.js";

// The address of the API; by default the page's own, from where vite.config.ts hands /persons on.
const client = createClient({ baseUrl: import.meta.env.VITE_API ?? "" });
const personId = new URLSearchParams(location.search).get("person");

createRoot(document.getElementById("root") as HTMLElement).render(
  <QueryClientProvider client={new QueryClient()}>
    <BeetrootProvider client={client}>
      {personId === null ? <People /> : <Person personId={personId} />}
    </BeetrootProvider>
  </QueryClientProvider>,
);
