export type { AddressFailure } from './address';
export { type Ability, type Connection, connectionTo } from './connection';
export { newObjectId } from './object-id';
export { isDuplicate, isSnapshotGone, isThereAlready, isTransient } from './trouble';
export type { ClientSession, Collection, Document, Filter, GridFSBucket, ObjectId } from 'mongodb';
