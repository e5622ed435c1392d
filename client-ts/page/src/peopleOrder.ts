import type { Person } from "@beetroot/client";

/** By the number of photos, as the API lists people, or by name. */
export type PeopleOrder = "count" | "name";

/** Returns the people whose id contains the text, whatever the case and the accents. */
export function filterPeople(persons: Person[], text: string): Person[] {
  const wanted = plain(text.trim());
  return wanted === "" ? persons : persons.filter(({ personId }) => plain(personId).includes(wanted));
}

export function sortPeople(persons: Person[], order: PeopleOrder): Person[] {
  return order === "count"
    ? persons
    : [...persons].sort((one, other) => collator.compare(one.personId, other.personId));
}

const collator = new Intl.Collator(undefined, { numeric: true });

function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
