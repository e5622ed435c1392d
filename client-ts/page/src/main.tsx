import { BeetrootProvider } from "@beetroot/client/react";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App.js";
import { client } from "./client.js";
import "@beetroot/client/styles.css";
import "./fonts.css";
import "./style.css";

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <QueryClientProvider client={new QueryClient()}>
      <BeetrootProvider client={client}>
        <App />
      </BeetrootProvider>
    </QueryClientProvider>
  </StrictMode>,
);
