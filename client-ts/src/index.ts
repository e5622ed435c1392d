/** Typed client of the Beetroot API: people and photos as temporary signed URLs. */
export { createClient, type CallOptions, type Client, type ClientOptions, type ListOptions } from "./client.js";
export { ApiError, NetworkError } from "./errors.js";
export type { Person, PersonAnswer, PersonPage, Photo, PhotoPage, Problem } from "../generated/index.js";
