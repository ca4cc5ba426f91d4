export * from './copies';
export { type Config, configFrom } from './config';
export { busTrouble } from './events';
export { announced, foldersOf, isDemonstration, namedKey } from './folder';
export { localActor, type Office, type OfficeOptions, openOffice } from './office';
export * from './portfolio';
export { serverOf } from './server';
