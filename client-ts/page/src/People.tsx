import type { Person } from "@beetroot/client";
import { SignedImage, usePersons } from "@beetroot/client/react";
import { useCallback } from "react";
import { Failure, Message } from "./Message.js";
import { More } from "./More.js";
import { onLink, pathOf } from "./routes.js";
import { usePhone } from "./useWidth.js";
import { Skeleton, VirtualGrid } from "./VirtualGrid.js";

export function People() {
  const people = usePersons();
  const phone = usePhone();
  const tile = phone ? 96 : 148;
  const { fetchNextPage, isFetchNextPageError, isFetching } = people;
  const onEnd = useCallback(() => {
    if (!isFetching && !isFetchNextPageError) {
      void fetchNextPage();
    }
  }, [fetchNextPage, isFetching, isFetchNextPageError]);

  return (
    <>
      <header className="bar">
        <h1 className="wordmark">Beetroot</h1>
      </header>
      <main>
        <div className="heading">
          <h2>People</h2>
          <p role="status">{people.data && `${people.data.persons.length}${people.hasNextPage ? "+" : ""}`}</p>
        </div>
        {people.isPending ? (
          <Skeleton className="people" tile={tile} count={24} />
        ) : people.data === undefined ? (
          <Failure error={people.error!} onRetry={() => void people.refetch()} retrying={people.isFetching} />
        ) : people.data.persons.length === 0 && !people.hasNextPage ? (
          <Message title="Nobody yet">
            <p>People appear here once the library's photos have been indexed.</p>
          </Message>
        ) : (
          <>
            <VirtualGrid
              label="People"
              className="people"
              items={people.data.persons}
              keyOf={(person) => person.personId}
              render={(person) => <PersonTile person={person} />}
              tile={tile}
              gap={phone ? 16 : 28}
              caption={phone ? 52 : 60}
              hasMore={people.hasNextPage}
              onEnd={onEnd}
            />
            <More list={people} />
          </>
        )}
      </main>
    </>
  );
}

function PersonTile({ person }: { person: Person }) {
  return (
    <a className="tile" href={pathOf(person.personId)} onClick={onLink}>
      <SignedImage className="portrait" src={person.repThumbURL} alt="" placeholder={<span className="initials">{initialsOf(person.personId)}</span>} />
      <span className="name">{person.personId}</span>
      <span className="count">{photosOf(person.photoCount)}</span>
    </a>
  );
}

export function initialsOf(personId: string): string {
  const words = personId.split(/[\s._-]+/).filter(Boolean);
  return words.slice(0, 2).map((word) => [...word][0]!.toUpperCase()).join("") || "?";
}

export function photosOf(count: number): string {
  return count === 1 ? "1 photo" : `${count.toLocaleString("en")} photos`;
}
