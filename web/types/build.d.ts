// What build.mjs writes into the bundles.
declare module '*.css';
/** Address of the hashed guard worker, e.g. "/assets/guard-worker-ABCD1234.js". */
declare const GUARD_WORKER_URL: string;
/** Address of the hashed guard module. */
declare const GUARD_WASM_URL: string;
/** Address of the module with all detectors, loaded when a text shows more than words. */
declare const GUARD_FULL_URL: string;
/** Folder of the word lists that the guard loads when a text needs them. */
declare const GUARD_LISTS_URL: string;
/** Address of the styles of the panel's cards, loaded with the first card. */
declare const CARDS_CSS_URL: string;
/** Address of the styles of what the panel fetches on demand. */
declare const MORE_CSS_URL: string;
/** Address of the styles of the panel's help: queue, suggestions, ratings, incidents. */
declare const HELP_CSS_URL: string;
