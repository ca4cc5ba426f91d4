export * from './answers';
export * from './documents';
export { flags } from './flags/all';
export type { Flag } from './flags/flag';
export { redFlagsPage } from './page';
export * from './project';
export * from './queries';
export { thresholds } from './thresholds';
export * from './unanswerable';
