export { type Change, change, type Effect, found } from '@commissioning/projecting';
