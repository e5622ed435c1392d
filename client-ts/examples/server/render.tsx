import { createClient } from "@beetroot/client";
import { personPhotosQuery, personsQuery } from "@beetroot/client/queries";
import { dehydrate, QueryClient } from "@tanstack/react-query";
import { renderToString } from "react-dom/server";
import { App } from "./App.js";

/** Renders the page with its first images, on the server. */
export async function render(api: string, url: URL): Promise<string> {
  const client = createClient({ baseUrl: api });
  const personId = url.searchParams.get("person");
  const queryClient = new QueryClient();
  await (personId === null
    ? queryClient.prefetchInfiniteQuery(personsQuery(client))
    : queryClient.prefetchInfiniteQuery(personPhotosQuery(client, personId)));
  const state = dehydrate(queryClient);
  const html = renderToString(<App client={client} personId={personId} state={state} />);
  // No text of the library may end the script.
  const json = JSON.stringify({ api, personId, state }).replaceAll("<", "\\u003c");
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${personId === null ? "People" : "Person"}</title>
<link rel="stylesheet" href="/styles.css">
<div id="root">${html}</div>
<script>window.page = ${json}</script>
<script type="module" src="/browser.js"></script>
</html>`;
}
