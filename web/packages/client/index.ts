export * from './api';
export * from './http';
export * from './live';
export * from './problem';
export type * from './types';
