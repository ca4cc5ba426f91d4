export * from './port';
export { fieldReader } from './fields';
