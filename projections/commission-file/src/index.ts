export * from './documents';
export * from './evaluation';
export { partsOf } from './parts';
export * from './project';
export * from './queries';
export * from './history';
export * from './seeing';
