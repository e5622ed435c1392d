import { createClient } from "@beetroot/client";
import { PeopleGrid } from "@beetroot/client/grids";
import { BeetrootProvider } from "@beetroot/client/react";
import "@beetroot/client/styles.css";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";

const client = createClient({ baseUrl: "https://api.example.org" });
const queryClient = new QueryClient();

export const page = (
  <QueryClientProvider client={queryClient}>
    <BeetrootProvider client={client}>
      <PeopleGrid hrefOf={({ personId }) => `/people/${encodeURIComponent(personId)}`} />
    </BeetrootProvider>
  </QueryClientProvider>
);
