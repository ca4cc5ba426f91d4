export * from './canonical';
export { commitmentTo } from './commitment';
export * from './happened';
export * from './hashing';
export * from './keys';
export { falseOpenings, openData } from './open';
export * from './request-hash';
export * from './seal';
export * from './stored';
