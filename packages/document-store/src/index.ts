export * from './port';
export { referenceTo } from './reference';
