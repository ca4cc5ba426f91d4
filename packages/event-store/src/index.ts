export * from './port';
export { followToEnd } from './to-end';
