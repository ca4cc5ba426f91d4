export * from './copies';
export { demonstration } from './demonstration';
export { behindInWords, clockDoubted, type ClockStanding, doubtInWords, whatToDo } from '@services/commands';
export { type Config, configFrom } from './config';
export { busTrouble } from './events';
export { announced, foldersOf, isDemonstration, namedKey } from './folder';
export { localActor, type Office, type OfficeOptions, openOffice } from './office';
export * from './portfolio';
export { serverOf } from './server';
