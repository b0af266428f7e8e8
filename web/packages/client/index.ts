export * from "./api.ts";
export * from "./http.ts";
export * from "./live.ts";
export * from "./problem.ts";
export type * from "./types.ts";
