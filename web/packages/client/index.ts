export * from './api';
export type * from './doors';
export * from './http';
export * from './live';
export * from './power';
export * from './problem';
export * from './split';
export type * from './types';
