export * from './canonical';
export * from './happened';
export * from './hashing';
export * from './keys';
export * from './seal';
export * from './stored';
