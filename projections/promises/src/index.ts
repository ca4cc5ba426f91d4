export * from './documents';
export * from './ledger';
export * from './project';
export * from './queries';
