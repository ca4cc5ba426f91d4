export * from './identity';
export * from './problem';
