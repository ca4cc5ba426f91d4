import type { BusFailure } from './port';

/** A failure in a sentence an operator can act on. Credentials are in none of them. */
export const busFailureInWords = (failure: BusFailure): string => {
  switch (failure._tag) {
    case 'BusUnavailable':
      return `${failure.engine} did not answer to ${failure.operation}: ${failure.reason}.`;
    case 'BusForbids':
      return `${failure.engine} refuses ${failure.operation}: ${failure.reason}. Check the credentials and what they allow.`;
    case 'NoSuchStream':
      return `There is no stream ${failure.stream}.`;
    case 'LastMessageLost':
      return `The stream ${failure.stream} had a message ${failure.sequence}, which is gone: it was purged or lost. Restore it, or remove the stream so that it is filled anew.`;
    case 'Overtaken':
      return `Somebody else publishes to the stream ${failure.stream}: it does not end at ${failure.after}.`;
    case 'DeclaredOtherwise':
      return `The stream ${failure.stream} is kept otherwise than it must be: ${failure.differences
        .map(({ setting, wanted, found }) => `${setting} is ${found} and must be ${wanted}`)
        .join(', ')}. It was left as it is; change it or name another.`;
  }
};
