export * from './documents';
export * from './project';
export * from './queries';
export { veiled, veiledCollections } from './veil';
