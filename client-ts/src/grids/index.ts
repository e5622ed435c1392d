"use client";

/** Grids of people and photos that need one line of an app. */
export type { GridError, GridLabels, GridProps, GridQuery } from "./GridState.js";
export { PeopleGrid, type PeopleGridProps } from "./PeopleGrid.js";
export { PhotoGrid, type PhotoGridProps } from "./PhotoGrid.js";
