import { createClient } from "@beetroot/client";
import { PhotoGrid } from "@beetroot/client/grids";
import { personPhotosQuery } from "@beetroot/client/queries";
import { BeetrootProvider } from "@beetroot/client/react";
import { dehydrate, HydrationBoundary, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useState } from "react";

const client = createClient({ baseUrl: "https://api.example.org" });

// On the server, before it renders; the result also goes to the browser, as JSON.
export async function loadPerson(personId: string) {
  const queryClient = new QueryClient();
  await queryClient.prefetchInfiniteQuery(personPhotosQuery(client, personId));
  return { personId, state: dehydrate(queryClient) };
}

// On the server with `renderToString`, and in the browser with `hydrateRoot`.
export function PersonPage({ personId, state }: Awaited<ReturnType<typeof loadPerson>>) {
  const [queryClient] = useState(() => new QueryClient());
  return (
    <QueryClientProvider client={queryClient}>
      <BeetrootProvider client={client}>
        <HydrationBoundary state={state}>
          <PhotoGrid personId={personId} />
        </HydrationBoundary>
      </BeetrootProvider>
    </QueryClientProvider>
  );
}
