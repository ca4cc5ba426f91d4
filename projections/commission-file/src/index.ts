export * from './documents';
export { partsOf } from './parts';
export * from './project';
export * from './queries';
export * from './history';
export * from './seeing';
