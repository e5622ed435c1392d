import type { Person } from "@beetroot/client";
import { SignedImage } from "@beetroot/client/react";
import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { AppBar } from "./AppBar.js";
import { Icon } from "./Icon.js";
import { initialsOf, numberLabel, personName, photoCountLabel } from "./labels.js";
import { EmptyState, ErrorState, Notice, OfflineState } from "./ListStates.js";
import { usePersonList } from "./lists.js";
import { LoadMore } from "./LoadMore.js";
import { filterPeople, sortPeople, type PeopleOrder } from "./peopleOrder.js";
import { go, onLink, pathOf, useSearch } from "./routes.js";
import { useOnline } from "./useOnline.js";
import { useTitle } from "./useTitle.js";
import { KeyboardHelp } from "./viewer/KeyboardHelp.js";
import { Skeleton, VirtualGrid, type Sizes } from "./VirtualGrid.js";

const sizes = (width: number): Sizes =>
  width < 560
    ? { tile: 100, columnGap: 14, rowGap: 22, caption: 54 }
    : width < 1000
      ? { tile: 150, columnGap: 24, rowGap: 32, caption: 60 }
      : { tile: 176, columnGap: 32, rowGap: 40, caption: 62 };
const keyOf = (person: Person) => person.personId;

/** @param lastPersonId whose photos the reader comes back from */
export function PeoplePage({ lastPersonId }: { lastPersonId?: string }) {
  useTitle();
  const list = usePersonList();
  const { query, rows: persons, onEnd, restart } = list;
  const online = useOnline();
  const { search, order, setSearch, setOrder } = usePeopleFilter();
  const deferredSearch = useDeferredValue(search);
  const found = useMemo(
    () => persons && sortPeople(filterPeople(persons, deferredSearch), order),
    [persons, deferredSearch, order],
  );

  const { hasNextPage } = query;
  // The search and the order by name take all people from the first on.
  const isFiltered = search.trim() !== "" || order === "name";
  const wantsBeginning = isFiltered && list.before > 0;
  useEffect(() => {
    if (wantsBeginning) {
      restart();
    }
  }, [wantsBeginning, restart]);
  // The names of people who are not loaded yet belong anywhere in the list.
  const wantsAll = order === "name" && hasNextPage;
  useEffect(() => {
    if (wantsAll) {
      onEnd();
    }
  }, [wantsAll, onEnd]);
  const retry = { onRetry: () => void query.refetch(), retrying: query.isFetching };

  return (
    <>
      <AppBar title="People" content="people" />
      <main tabIndex={-1}>
        <div className="heading people-heading">
          <div>
            <h1>People</h1>
            <p role="status">
              {persons?.length && found
                ? summary({
                    loaded: list.before + persons.length,
                    found: found.length,
                    hasMore: hasNextPage,
                    search,
                    order,
                  })
                : "\u00a0"}
            </p>
          </div>
          <PeopleFilter search={search} order={order} onSearch={setSearch} onOrder={setOrder} />
        </div>
        {persons === undefined || found === undefined ? (
          query.isError ? (
            <ErrorState error={query.error} {...retry} />
          ) : query.fetchStatus === "paused" ? (
            <OfflineState />
          ) : (
            <Skeleton className="people" sizes={sizes} />
          )
        ) : persons.length === 0 && !hasNextPage ? (
          <EmptyState title="Nobody yet">
            <p>People appear here once the library's photos have been indexed.</p>
          </EmptyState>
        ) : found.length === 0 && !hasNextPage ? (
          <EmptyState title="Nobody found">
            <p>No person's id contains “{search.trim()}”.</p>
            <button type="button" className="button" onClick={() => setSearch("")}>
              Show everybody
            </button>
          </EmptyState>
        ) : (
          <>
            <VirtualGrid
              label="People"
              className="people"
              items={found}
              keyOf={keyOf}
              render={(person) => <PersonTile person={person} />}
              sizes={sizes}
              before={list.before}
              hasMore={hasNextPage}
              onStart={list.onStart}
              onEnd={onEnd}
              at={lastPersonId}
              focus
            />
            <LoadMore list={query} after={persons.length} />
          </>
        )}
      </main>
      {persons !== undefined && (query.isRefetchError || !online) && <Notice online={online} {...retry} />}
    </>
  );
}

/** The search and the order, which the address keeps. */
function usePeopleFilter() {
  const parameters = new URLSearchParams(useSearch());
  const search = parameters.get("q") ?? "";
  const order: PeopleOrder = parameters.get("sort") === "name" ? "name" : "count";
  const set = (name: string, value: string) => {
    const next = new URLSearchParams(window.location.search);
    if (value === "") {
      next.delete(name);
    } else {
      next.set(name, value);
    }
    go(next.size === 0 ? "/" : `/?${next}`, { replace: true });
  };
  return {
    search,
    order,
    setSearch: (value: string) => set("q", value),
    setOrder: (value: PeopleOrder) => set("sort", value === "count" ? "" : value),
  };
}

interface Summary {
  loaded: number;
  found: number;
  hasMore: boolean;
  search: string;
  order: PeopleOrder;
}

function summary({ loaded, found, hasMore, search, order }: Summary): string {
  const people = loaded === 1 ? "1 person" : `${numberLabel(loaded)} people`;
  if (search.trim() !== "") {
    return `${numberLabel(found)} of ${hasMore ? `the first ${people}` : people}. Names are the library's ids.`;
  }
  const sorted = order === "name" ? "by name, which is the library's id" : "most photographed first";
  return `${hasMore ? `More than ${people}` : people}, ${sorted}`;
}

interface PeopleFilterProps {
  search: string;
  order: PeopleOrder;
  onSearch: (search: string) => void;
  onOrder: (order: PeopleOrder) => void;
}

function PeopleFilter({ search, order, onSearch, onOrder }: PeopleFilterProps) {
  const input = useRef<HTMLInputElement>(null);
  const [help, setHelp] = useState(false);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const types = (event.target as Element).matches("input, select, textarea, dialog *");
      if (types || event.ctrlKey || event.metaKey || event.altKey) {
        return;
      }
      if (event.key === "/") {
        event.preventDefault();
        input.current!.focus();
      } else if (event.key === "?") {
        setHelp(true);
      }
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
  return (
    <search className="filter">
      <label className="search">
        <Icon path="M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM20 20l-4.9-4.9" />
        <input
          ref={input}
          type="search"
          placeholder="Search by id"
          aria-label="Search people by id"
          autoComplete="off"
          spellCheck={false}
          value={search}
          onChange={(event) => onSearch(event.target.value)}
          onKeyDown={(event) => event.key === "Escape" && onSearch("")}
        />
      </label>
      <label className="order">
        <span>Sort by</span>
        <select value={order} onChange={(event) => onOrder(event.target.value as PeopleOrder)}>
          <option value="count">Photos</option>
          <option value="name">Name (id)</option>
        </select>
      </label>
      {help && <KeyboardHelp of="grid" onClose={() => setHelp(false)} />}
    </search>
  );
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
      <span className="name" title={person.personId}>
        {personName(person.personId)}
      </span>
      <span className="count">{photoCountLabel(person.photoCount)}</span>
    </a>
  );
}
