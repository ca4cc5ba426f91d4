import { ObjectId } from 'mongodb';

/** An id that nobody else has, as MongoDB's own tools expect one. */
export const newObjectId = (): ObjectId => new ObjectId();
