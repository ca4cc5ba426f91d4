import { assertNever } from '@commissioning/kernel';
import { type Credentials, EventStoreDBClient } from '@eventstore/db-client';
import * as E from 'fp-ts/Either';

/** Why a connection string cannot be used. */
export type AddressFailure =
  | { readonly _tag: 'NotAnAddress'; readonly reason: string }
  | { readonly _tag: 'CredentialsMissing' };

/** What to tell the operator, and what to do about it. */
export const addressFailureInWords = (failure: AddressFailure): string => {
  switch (failure._tag) {
    case 'NotAnAddress':
      return `This is no address of an EventStoreDB (esdb://user:password@host:2113?tls=true): ${failure.reason}`;
    case 'CredentialsMissing':
      return 'An EventStoreDB reached over TLS needs a user name and a password, in its address or beside it';
    default:
      return assertNever(failure);
  }
};

/** A client, and the credentials that go with every single call. */
export interface Reached {
  readonly client: EventStoreDBClient;
  readonly credentials: Credentials;
}

/**
 * Sent where no credentials are given, over connections without TLS alone: the client drops them there, but a call that
 * has credentials of its own is what keeps an append off the client's batch path.
 */
const placeholder: Credentials = { username: 'nobody', password: 'nothing' };

const shape =
  /^(?<protocol>esdb(?:\+discover)?:\/\/)(?:(?<username>[^:@/?]+):(?<password>[^@]*)@)?(?<rest>[^@]+)$/;

/**
 * The protocol to reach the hosts by. `esdb+discover` stands for one name behind which all nodes are found: of several
 * the client would ask the first alone, and never the others where that one is away.
 */
const protocolTo = (protocol: string, rest: string): string =>
  rest.split(/[/?]/)[0]?.includes(',') === true ? 'esdb://' : protocol;

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Reads a connection string. Its credentials are taken out, for the client would cut a password at a colon and would
 * send appends in batches; a refused append must throw, whatever the string says of that.
 */
export const reach = (url: string, given: Credentials | undefined): E.Either<AddressFailure, Reached> => {
  const { protocol = '', username, password = '', rest = '' } = shape.exec(url.trim())?.groups ?? {};
  if (protocol === '') return E.left({ _tag: 'NotAnAddress', reason: 'it has another form' });
  const tls = !/[?&]tls=false(&|$)/i.test(rest);
  if (tls && given === undefined && username === undefined) return E.left({ _tag: 'CredentialsMissing' });
  return E.tryCatch(
    () => {
      const inAddress =
        username === undefined
          ? placeholder
          : { username: decodeURIComponent(username), password: decodeURIComponent(password) };
      const separator = rest.includes('?') ? '&' : '?';
      const client = EventStoreDBClient.connectionString(
        `${protocolTo(protocol, rest)}${rest.replace(/\/+$/, '')}${separator}throwOnAppendFailure=true`,
      );
      return { client, credentials: given ?? inAddress };
    },
    (error) => ({ _tag: 'NotAnAddress', reason: reasonOf(error) }),
  );
};
