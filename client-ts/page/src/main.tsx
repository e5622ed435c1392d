import { createClient } from "@beetroot/client";
import { BeetrootProvider } from "@beetroot/client/react";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App.js";
import { reportingViolations } from "./contractViolations.js";
import "./fonts.css";
import "./style.css";

const client = createClient({ baseUrl: import.meta.env.VITE_API ?? "", fetch: reportingViolations(fetch) });

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <QueryClientProvider client={new QueryClient()}>
      <BeetrootProvider client={client}>
        <App />
      </BeetrootProvider>
    </QueryClientProvider>
  </StrictMode>,
);
