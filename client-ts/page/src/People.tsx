import type { Person } from "@beetroot/client";
import { SignedImage, usePersons } from "@beetroot/client/react";
import { useCallback } from "react";
import { Bar } from "./Bar.js";
import { Failure, Message, Notice } from "./Message.js";
import { More } from "./More.js";
import { onLink, pathOf } from "./routes.js";
import { Skeleton, VirtualGrid, type Sizes } from "./VirtualGrid.js";
import { initialsOf, photosOf } from "./words.js";

const sizes = (width: number): Sizes =>
  width < 560
    ? { tile: 100, columnGap: 14, rowGap: 22, caption: 54 }
    : width < 1000
      ? { tile: 150, columnGap: 24, rowGap: 32, caption: 60 }
      : { tile: 176, columnGap: 32, rowGap: 40, caption: 62 };
const keyOf = (person: Person) => person.personId;

/** @param visited whose photos the reader comes back from */
export function People({ visited }: { visited?: string }) {
  const people = usePersons();
  const { fetchNextPage, isFetchNextPageError, isFetching } = people;
  const onEnd = useCallback(() => {
    if (!isFetching && !isFetchNextPageError) {
      void fetchNextPage();
    }
  }, [fetchNextPage, isFetching, isFetchNextPageError]);
  const retry = { onRetry: () => void people.refetch(), retrying: people.isFetching };

  return (
    <>
      <Bar title="People" />
      <main>
        <div className="heading">
          <h1>People</h1>
          <p>{people.data?.persons.length ? many(people.data.persons.length, people.hasNextPage) : "\u00a0"}</p>
        </div>
        {people.isPending ? (
          <Skeleton className="people" sizes={sizes} />
        ) : people.data === undefined ? (
          <Failure error={people.error} {...retry} />
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
              keyOf={keyOf}
              render={(person) => <PersonTile person={person} />}
              sizes={sizes}
              hasMore={people.hasNextPage}
              onEnd={onEnd}
              at={visited}
              focus
            />
            <More list={people} after={people.data.persons.length} />
          </>
        )}
      </main>
      {people.isRefetchError && <Notice {...retry} />}
    </>
  );
}

function many(count: number, more: boolean): string {
  const people = count === 1 ? "1 person" : `${count.toLocaleString("en")} people`;
  return more ? `More than ${people}, most photographed first` : `${people}, most photographed first`;
}

function PersonTile({ person }: { person: Person }) {
  return (
    <a className="tile" href={pathOf(person.personId)} onClick={onLink}>
      <SignedImage
        className="portrait"
        src={person.repThumbURL}
        alt=""
        placeholder={<span className="initials">{initialsOf(person.personId)}</span>}
      />
      <span className="name">{person.personId}</span>
      <span className="count">{photosOf(person.photoCount)}</span>
    </a>
  );
}
