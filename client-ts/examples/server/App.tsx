import type { Client } from "@beetroot/client";
import { PeopleGrid, PhotoGrid } from "@beetroot/client/grids";
import { BeetrootProvider } from "@beetroot/client/react";
import { HydrationBoundary, QueryClient, QueryClientProvider, type DehydratedState } from "@tanstack/react-query";
import { useState } from "react";

export interface AppProps {
  client: Client;
  personId: string | null;
  state: DehydratedState;
}

/** The page, on the server and in the browser. */
export function App({ client, personId, state }: AppProps) {
  const [queryClient] = useState(() => new QueryClient());
  return (
    <QueryClientProvider client={queryClient}>
      <BeetrootProvider client={client}>
        <HydrationBoundary state={state}>
          <h1>{personId ?? "People"}</h1>
          {personId === null ? (
            <PeopleGrid hrefOf={(person) => `?person=${encodeURIComponent(person.personId)}`} />
          ) : (
            <PhotoGrid personId={personId} />
          )}
        </HydrationBoundary>
      </BeetrootProvider>
    </QueryClientProvider>
  );
}
