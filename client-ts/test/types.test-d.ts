// Checked by `npm run types`; nothing of it runs.
import { ApiError, createClient, type Person, type Photo, type Problem } from "@beetroot/client";
import { BeetrootProvider, SignedImage, usePerson, usePersonPhotos, usePersons } from "@beetroot/client/react";
import { PeopleGrid, PhotoGrid } from "@beetroot/client/grids";
import { personQuery, personsQuery } from "@beetroot/client/queries";
import { QueryClient, useSuspenseInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { createElement } from "react";
import { expectTypeOf } from "vitest";

const client = createClient({ baseUrl: "" });

expectTypeOf(client.listPersons({ limit: 5, signal: AbortSignal.timeout(1) })).resolves.toEqualTypeOf<{
  persons: Person[];
  nextCursor: string | null;
  expiresAt: Date;
}>();
expectTypeOf(client.allPhotos("anna")).toEqualTypeOf<AsyncGenerator<Photo, void, undefined>>();
expectTypeOf<Person>().toEqualTypeOf<{
  personId: string;
  photoCount: number;
  repThumbKey: string | null;
  repThumbURL: string | null;
}>();
expectTypeOf<Photo["photoURL"]>().toEqualTypeOf<string | null>();
expectTypeOf<ApiError["problem"]>().toEqualTypeOf<Problem | undefined>();
expectTypeOf<Problem["path"]>().toEqualTypeOf<string | undefined>();
expectTypeOf(usePersons().data).toEqualTypeOf<{ persons: Person[] } | undefined>();
expectTypeOf(usePersonPhotos("anna", { limit: 5 }).data?.photos).toEqualTypeOf<Photo[] | undefined>();
expectTypeOf(usePerson("anna").data).toEqualTypeOf<Person | undefined>();
expectTypeOf(usePersons().error).toEqualTypeOf<Error | null>();

// The hooks take TanStack's options, and `select` gets what they return.
expectTypeOf(usePersons({ enabled: false, staleTime: 5, select: ({ persons }) => persons.length }).data).toEqualTypeOf<
  number | undefined
>();
expectTypeOf(usePerson("anna", { select: (person) => person.photoCount }).data).toEqualTypeOf<number | undefined>();
// @ts-expect-error The key is the package's own: other parts of the page share it.
usePersons({ queryKey: ["mine"] });
expectTypeOf(useSuspenseInfiniteQuery(personsQuery(client)).data).toEqualTypeOf<{ persons: Person[] }>();
expectTypeOf(useSuspenseQuery(personQuery(client, "anna")).data).toEqualTypeOf<Person>();
void new QueryClient().prefetchInfiniteQuery(personsQuery(client, { limit: 5 }));

createElement(PeopleGrid, { hrefOf: (person) => person.personId, query: usePersons() });
createElement(PhotoGrid, { personId: "anna", onSelect: (photo) => void photo.photoId, query: usePersonPhotos("anna") });
// @ts-expect-error Somebody's photos.
createElement(PhotoGrid, {});

createElement(SignedImage, { src: null, alt: "" });
// @ts-expect-error An image needs its alternative text.
createElement(SignedImage, { src: null });
// @ts-expect-error A URL that may be missing is null, not undefined: the member is always there.
createElement(SignedImage, { src: undefined, alt: "" });
// @ts-expect-error The mode is the whole page's, not an image's.
createElement(SignedImage, { src: null, alt: "", crossOrigin: "anonymous" });
// @ts-expect-error Without a client there is nothing to ask.
createElement(BeetrootProvider, {});
// @ts-expect-error The API has an address.
createClient({});
// @ts-expect-error An iterator begins at the beginning.
client.allPersons({ cursor: "" });
// @ts-expect-error A person is asked for by name.
void client.getPerson();
