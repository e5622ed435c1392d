import type { Person } from "@beetroot/client";
import { PeopleGrid } from "@beetroot/client/grids";
import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { AppBar } from "./AppBar.js";
import { Icon } from "./Icon.js";
import { numberLabel, personName } from "./labels.js";
import { EmptyState, Notice, OfflineState, renderListError } from "./ListStates.js";
import { usePersonList } from "./lists.js";
import { filterPeople, sortPeople, type PeopleOrder } from "./peopleOrder.js";
import { go, pathOf, useSearch } from "./routes.js";
import { useOnline } from "./useOnline.js";
import { useTitle } from "./useTitle.js";
import { KeyboardHelp } from "./viewer/KeyboardHelp.js";

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
      void restart();
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
      <main id="content" tabIndex={-1}>
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
        {persons === undefined && query.fetchStatus === "paused" ? (
          <OfflineState />
        ) : (
          <PeopleGrid
            className="grid people"
            query={{ ...query, data: found && { persons: found } }}
            before={list.before}
            onStart={list.onStart}
            nameOf={nameOf}
            hrefOf={pathOfPerson}
            onSelect={(person) => {
              go(pathOfPerson(person));
              window.scrollTo(0, 0);
            }}
            renderError={renderListError(persons !== undefined)}
            empty={
              persons?.length === 0 ? (
                <EmptyState title="Nobody yet">
                  <p>People appear here once the library's photos have been indexed.</p>
                </EmptyState>
              ) : (
                <EmptyState title="Nobody found">
                  <p>No person's id contains “{search.trim()}”.</p>
                  <button type="button" className="button" onClick={() => setSearch("")}>
                    Show everybody
                  </button>
                </EmptyState>
              )
            }
            activeId={lastPersonId}
            focusActive
            labels={{ loading: "Loading more…" }}
          />
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
  // One line on a phone too: a second one would move the faces below it.
  return `${hasMore ? `${numberLabel(loaded)}+ people` : people}, ${sorted}`;
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
        {/* Its own name, because a phone does not show the text. */}
        <select aria-label="Sort by" value={order} onChange={(event) => onOrder(event.target.value as PeopleOrder)}>
          <option value="count">Photos</option>
          <option value="name">Name (id)</option>
        </select>
      </label>
      {help && <KeyboardHelp of="grid" onClose={() => setHelp(false)} />}
    </search>
  );
}

const pathOfPerson = ({ personId }: Person) => pathOf(personId);
const nameOf = ({ personId }: Person) => personName(personId);
