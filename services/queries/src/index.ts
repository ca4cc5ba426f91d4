export * from './api';
export * from './pages';
export type { QueryPorts } from './read-model';
