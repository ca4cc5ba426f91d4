export * from './documents';
export * from './project';
export * from './queries';
export { performanceShown } from './shown';
export * from './veil';
