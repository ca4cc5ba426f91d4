export * from './documents';
export { type PerformanceEvent, performanceTypes } from './events';
export { isMet } from './figures';
export * from './project';
export * from './queries';
export { isInParts, performanceShown } from './shown';
export * from './veil';
