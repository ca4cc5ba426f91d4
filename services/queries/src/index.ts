export * from './api';
export { eventRoutes, type EventRoutesOptions } from './events';
export * from './pages';
export type { QueryPorts } from './read-model';
export type { NoteViewing } from './viewing';
