import { PhotoGrid } from "@beetroot/client/grids";
import { usePerson } from "@beetroot/client/react";

export function Person({ personId }: { personId: string }) {
  const { data: person } = usePerson(personId);
  return (
    <main>
      <a href="?">All people</a>
      <h1>{personId}</h1>
      <PhotoGrid
        personId={personId}
        expectedCount={person?.photoCount}
        empty={<p>Nobody has indexed a photo of {personId} yet.</p>}
      />
    </main>
  );
}
