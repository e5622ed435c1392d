/** The queries of the Beetroot API for TanStack Query, without React: for servers, routers and prefetching. */
export {
  beetrootKeys,
  personPhotosQuery,
  personQuery,
  personsQuery,
  type PageOptions,
  type PersonList,
  type PhotoList,
} from "./react/queries.js";
