export * from './documents';
export * from './lists';
export * from './project';
export * from './queries';
export * from './veil';
