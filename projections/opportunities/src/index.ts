export * from './documents';
export * from './project';
export * from './queries';
export * from './veil';
