import { ErrorCode, NatsError } from 'nats';
import type { AskFailure } from '../port';
import { engine } from './engine';

/** Codes of the JetStream API for what we have an answer to. */
export const apiCode = {
  streamNotFound: 10_059,
  consumerNotFound: 10_014,
  messageNotFound: 10_037,
  wrongLastSequence: 10_071,
  wrongLastId: 10_070,
} as const;

/** The code with which JetStream refused; undefined for every other error. */
export const apiCodeOf = (error: unknown): number | undefined =>
  error instanceof NatsError ? error.jsError()?.err_code : undefined;

const forbidding: ReadonlySet<string> = new Set([
  ErrorCode.BadAuthentication,
  ErrorCode.AuthorizationViolation,
  ErrorCode.AuthenticationExpired,
  ErrorCode.AuthenticationTimeout,
  ErrorCode.PermissionsViolation,
  ErrorCode.AccountExpired,
  ErrorCode.BadCreds,
  ErrorCode.JetStreamNotEnabled,
]);

/** Codes of the JetStream API for a cluster that has no leader just now; the client has no word of its own for them. */
const passing: ReadonlySet<number | undefined> = new Set([10_008, 10_009]);

/** Of a file that cannot be read the code alone is told; other errors of the client hold no secrets. */
const reasonOf = (error: unknown): string => {
  if (error instanceof NatsError) return error.jsError()?.description ?? `${error.code} ${error.message}`;
  const { code, message } = error as Partial<NodeJS.ErrnoException>;
  return code ?? message ?? 'it failed without a word';
};

/** What came of a call that failed for another reason than those its operation knows. */
export const failureOf = (operation: string, stream: string, error: unknown): AskFailure => {
  if (apiCodeOf(error) === apiCode.streamNotFound) return { _tag: 'NoSuchStream', stream };
  const code = error instanceof NatsError ? error.code : '';
  return {
    _tag: forbidding.has(code) && !passing.has(apiCodeOf(error)) ? 'BusForbids' : 'BusUnavailable',
    engine,
    operation,
    reason: reasonOf(error),
  };
};
