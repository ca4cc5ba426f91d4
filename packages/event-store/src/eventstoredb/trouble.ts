import { ErrorType, isCommandError } from '@eventstore/db-client';
import { EventStoreError, type StoreUnavailable } from '../port';

export const engine = 'eventstoredb';

/** What the server or the way to it did that calls for trying again, and is no error of the client's. */
export class Dropped extends Error {}

const passing: ReadonlyArray<string> = [
  ErrorType.UNAVAILABLE,
  ErrorType.CANCELLED,
  ErrorType.NOT_LEADER,
  ErrorType.DEADLINE_EXCEEDED,
  ErrorType.TIMEOUT,
];

/** gRPC statuses: of calls that broke on the way, and of a server that does not know what went wrong. */
const cancelled = 1;
const unknown = 2;
const internal = 13;
const unavailable = 14;

/** What the client and its channel say, without a status, when they did not get as far as the server. */
const unreached = /failed to discover|channel (has been|closed)|write after end/i;

/**
 * Whether the same call may do better next time. Beside the client's own errors these are raw gRPC ones, which it lets
 * through in places, and a server that knows of no leader, which says so as an unknown error.
 */
export const passes = (error: unknown): boolean => {
  if (error instanceof Dropped) return true;
  if (!(error instanceof Error)) return false;
  const { type, code, message } = error as Error & { readonly type?: string; readonly code?: unknown };
  switch (code) {
    case cancelled:
    case internal:
    case unavailable:
      return true;
    case unknown:
      return /leader/i.test(message);
    default:
      return (type !== undefined && passing.includes(type)) || unreached.test(message);
  }
};

/** Whether an error is what came of a call, and no fault on this side of it. */
export const isOfServer = (error: unknown): boolean =>
  isCommandError(error as Error) || typeof (error as { readonly code?: unknown }).code === 'number';

/** An error in words: the client leaves some of its own without a message. */
export const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const { type, message } = error as Error & { readonly type?: string };
  return [type, message].filter((part) => part !== undefined && part !== '').join(': ');
};

export const unavailableBecause = (operation: string, error: unknown): StoreUnavailable =>
  error instanceof EventStoreError
    ? error.failure
    : { _tag: 'StoreUnavailable', engine, operation, reason: reasonOf(error) };
