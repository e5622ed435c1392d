import { PeopleGrid } from "@beetroot/client/grids";

export function People() {
  return (
    <main>
      <h1>People</h1>
      <PeopleGrid hrefOf={({ personId }) => `?person=${encodeURIComponent(personId)}`} />
    </main>
  );
}
