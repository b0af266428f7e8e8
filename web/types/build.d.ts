// What build.mjs writes into the bundles.
declare module '*.css';
/** Address of the hashed guard worker, e.g. "/assets/guard-worker-ABCD1234.js". */
declare const GUARD_WORKER_URL: string;
/** Address of the hashed guard module; empty when it was not built (the panel then refuses to send). */
declare const GUARD_WASM_URL: string;
