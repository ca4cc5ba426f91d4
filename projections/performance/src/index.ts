export * from './documents';
export { isMet } from './figures';
export * from './project';
export * from './queries';
export * from './veil';
