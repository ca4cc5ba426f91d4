import {
  MongoBulkWriteError,
  MongoError,
  MongoInvalidArgumentError,
  MongoMissingDependencyError,
  MongoServerError,
} from 'mongodb';

/** Codes by which a server says that it was asked for something wrong, not that it is in trouble. */
const bugs: ReadonlySet<unknown> = new Set([
  2, // BadValue
  9, // FailedToParse
  14, // TypeMismatch
  28, // PathNotViable
  40, // ConflictingUpdateOperators
  52, // DollarPrefixedFieldName
  57, // DottedFieldName
  66, // ImmutableField
  72, // InvalidOptions
  73, // InvalidNamespace
  10334, // BSONObjectTooLarge
  17280, // KeyTooLong
  17419, // a document grown too large by an update
  17420,
  40415, // an unknown field in a command
]);

const duplicate = 11_000;

/** Whether nothing but documents that are there already kept a write from being done. */
export const isDuplicate = (error: unknown): boolean => {
  if (error instanceof MongoBulkWriteError) {
    const all = [error.writeErrors].flat();
    return all.length > 0 && all.every(({ code }) => code === duplicate);
  }
  return error instanceof MongoServerError && error.code === duplicate;
};

/** Whether a transaction was ended by the server, so that the whole of it may be tried again. */
export const isTransient = (error: unknown): boolean =>
  error instanceof MongoError && error.hasErrorLabel('TransientTransactionError');

/** Whether a collection or an index could not be made because it is there. */
export const isThereAlready = (error: unknown): boolean =>
  error instanceof MongoServerError && error.code === 48;

/** Whether the snapshot that was read from is not to be had any more, so that another may be. */
export const isSnapshotGone = (error: unknown): boolean =>
  error instanceof MongoServerError && (error.code === 246 || error.code === 239);

const isBug = (error: MongoError): boolean =>
  error instanceof MongoInvalidArgumentError ||
  error instanceof MongoMissingDependencyError ||
  (error instanceof MongoServerError && (bugs.has(error.code) || isDuplicate(error)));

/** What a socket can end with. The driver lets an error of a write to one that was just closed through as it is. */
const ofSockets: ReadonlySet<unknown> = new Set([
  'EPIPE',
  'ECONNRESET',
  'ECONNREFUSED',
  'ETIMEDOUT',
  'ERR_STREAM_DESTROYED',
]);

/** Asked by its shape: an error of Node's own need not be of this realm's `Error`. */
const isOfSocket = (error: unknown): error is { readonly message: string } =>
  typeof error === 'object' &&
  error !== null &&
  ofSockets.has((error as { readonly code?: unknown }).code) &&
  typeof (error as { readonly message?: unknown }).message === 'string';

/** Why an operation did not come about, in the words of the driver; undefined for a bug of the caller. */
export const troubleIn = (error: unknown): string | undefined => {
  if (error instanceof MongoServerError && !isBug(error)) {
    const { codeName, message } = error as MongoServerError & { readonly codeName?: string };
    return codeName === undefined ? message : `${codeName}: ${message}`;
  }
  if (error instanceof MongoError && !isBug(error)) return error.message;
  if (isOfSocket(error)) return error.message;
  return undefined;
};
