export * from './api';
export * from './pages';
export type { QueryPorts } from './read-model';
export type { NoteViewing } from './viewing';
