import type { ReactNode } from "react";
import type { Person } from "../../generated/index.js";
import type { PersonList } from "../react/queries.js";
import { SignedImage } from "../react/SignedImage.js";
import { usePersons } from "../react/usePersons.js";
import { GridState, useOnEnd, type GridProps, type GridQuery } from "./GridState.js";
import { GridTile } from "./GridTile.js";
import { initialsOf, nameOfPerson, photosOf } from "./text.js";
import { VirtualGrid } from "./VirtualGrid.js";

export interface PeopleGridProps extends GridProps<Person> {
  /** The most people of a page, 1 to 100. */
  limit?: number;
  /** What `usePersons` returned, if the app calls it itself: to show a count, or to filter or sort `data.persons`. */
  query?: GridQuery<PersonList>;
  /** Returns the name of a person; by default the `personId`. */
  nameOf?: (person: Person) => string;
}

const SIZES = {
  tile: "var(--beetroot-tile-size, clamp(100px, 14vw, 176px))",
  columnGap: "var(--beetroot-gap, clamp(14px, 2.2vw, 32px))",
  rowGap: "var(--beetroot-row-gap, var(--beetroot-gap, clamp(22px, 2.8vw, 40px)))",
};
const keyOf = (person: Person) => person.personId;

/** A grid of the people: their faces, names and photo counts, loaded page by page while the reader scrolls. */
export function PeopleGrid(props: PeopleGridProps) {
  const { limit, nameOf = nameOfPerson, hrefOf, onSelect, renderPlaceholder, className } = props;
  const own = usePersons({ limit, enabled: props.query === undefined });
  const query = props.query ?? own;
  const persons = query.data?.persons ?? [];
  const labels = { ...LABELS, ...props.labels };
  const classes = className === undefined ? "beetroot-people" : `beetroot-people ${className}`;

  const renderCaption =
    props.renderCaption ??
    ((person: Person): ReactNode => (
      <>
        <span className="beetroot-name" title={nameOf(person)}>
          {nameOf(person)}
        </span>
        <span className="beetroot-count">{photosOf(person.photoCount)}</span>
      </>
    ));
  return (
    <GridState
      query={query}
      labels={labels}
      className={classes}
      sizes={SIZES}
      count={persons.length}
      empty={props.empty}
      skeletonCaption={
        <span className="beetroot-caption">
          <span className="beetroot-name" />
          <span className="beetroot-count" />
        </span>
      }
      renderError={props.renderError}
    >
      <VirtualGrid
        label={labels.list}
        className={classes}
        sizes={SIZES}
        rows={persons}
        keyOf={keyOf}
        hasMore={query.hasNextPage}
        expectedCount={0}
        before={props.before ?? 0}
        onStart={props.onStart}
        onEnd={useOnEnd(query)}
        activeId={props.activeId}
        focusActive={props.focusActive ?? false}
        renderTile={(person) => (
          <GridTile
            href={hrefOf?.(person)}
            label={props.renderCaption && nameOf(person)}
            onSelect={onSelect && (() => onSelect(person))}
          >
            <SignedImage
              className="beetroot-image"
              src={person.repThumbURL}
              alt=""
              placeholder={
                renderPlaceholder?.(person) ?? (
                  <span className="beetroot-initials" aria-hidden="true">
                    {initialsOf(nameOf(person))}
                  </span>
                )
              }
            />
            <span className="beetroot-caption">{renderCaption(person)}</span>
          </GridTile>
        )}
      />
    </GridState>
  );
}

const LABELS = { list: "People", loading: "Loading…", empty: "There are no people yet.", retry: "Try again" };
