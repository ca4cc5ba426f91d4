import { randomUUID } from 'node:crypto';
import { assertNever } from '@commissioning/kernel';
import { canonical } from '@commissioning/record';
import { jsonEvent, NO_STREAM } from '@eventstore/db-client';
import * as E from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import type { StoreUnavailable } from '../port';
import { type AddressFailure, addressFailureInWords, reach } from './address';
import { type Connection, disconnect } from './connection';
import { streamPage } from './pages';
import { send } from './send';
import { unavailableBecause } from './trouble';

/** Why a log could not be protected. */
export type ProtectFailure =
  | AddressFailure
  | StoreUnavailable
  /** The server has rights of its own here that are others than these: they are for its administrator to change. */
  | { readonly _tag: 'OtherRights'; readonly stream: string; readonly wanted: string };

/** What to tell the operator, and what to do about it. */
export const protectFailureInWords = (failure: ProtectFailure): string => {
  switch (failure._tag) {
    case 'NotAnAddress':
    case 'CredentialsMissing':
      return addressFailureInWords(failure);
    case 'StoreUnavailable':
      return `The server could not be asked: ${failure.reason}`;
    case 'OtherRights':
      return `The server has other rights in ${failure.stream} already, which were left alone. The record needs ${failure.wanted}`;
    default:
      return assertNever(failure);
  }
};

const administrators = '$admins';

/** What a stream of rights holds: its event's type and data. */
interface Rights {
  readonly stream: string;
  readonly type: string;
  readonly data: Record<string, unknown>;
}

/**
 * One user alone reads and writes the streams of the record, for values that are not public lie beside the events; only
 * an administrator could delete or truncate them or set `$maxCount` and `$maxAge`, which are metadata. The whole log is a
 * stream of the server's own, which that user must be let read.
 */
const rightsFor = (user: string): ReadonlyArray<Rights> => [
  {
    stream: '$settings',
    type: 'update-default-acl',
    data: {
      $userStreamAcl: {
        $r: [user],
        $w: [user],
        $d: [administrators],
        $mr: [user],
        $mw: [administrators],
      },
      $systemStreamAcl: {
        $r: [administrators],
        $w: [administrators],
        $d: [administrators],
        $mr: [administrators],
        $mw: [administrators],
      },
    },
  },
  { stream: '$$$all', type: '$metadata', data: { $acl: { $r: [user] } } },
];

/** The data of a stream's last event; undefined where there is no such stream. */
const lastIn = async (connection: Connection, stream: string): Promise<unknown> => {
  let last: unknown;
  for (let from = 0; ;) {
    const page = await streamPage(connection, stream, from, 100);
    const event = page.at(-1);
    if (event === undefined) return last;
    last = event.data;
    from = Number(event.revision) + 1;
  }
};

const give = async (
  connection: Connection,
  { stream, type, data }: Rights,
): Promise<E.Either<ProtectFailure, void>> => {
  const there = await lastIn(connection, stream);
  if (there === undefined)
    await send(connection, stream, NO_STREAM, [jsonEvent({ id: randomUUID(), type, data })]);
  else if (canonical(there as never) !== canonical(data as never))
    return E.left({ _tag: 'OtherRights', stream, wanted: JSON.stringify(data) });
  return E.right(undefined);
};

export interface ProtectOptions {
  /** Address of the server with the name and password of one of its administrators. */
  readonly url: string;
  /** The user by whom the record is kept. It must not be an administrator, who may do everything. */
  readonly user: string;
  /** How long each step may take, in milliseconds; 15,000 when absent. */
  readonly deadlineMs?: number;
}

/**
 * Gives the user by whom the record is kept the rights it needs and no more, on the whole server: nobody but an
 * administrator can then delete or cut off a stream. Done again it changes nothing; rights that somebody else set are
 * left as they are.
 */
export const protectLog =
  ({ url, user, deadlineMs = 15_000 }: ProtectOptions): TaskEither<ProtectFailure, void> =>
  async () => {
    const reached = reach(url, undefined);
    if (E.isLeft(reached)) return reached;
    const { client, credentials } = reached.right;
    const connection: Connection = { client, call: { credentials, requiresLeader: true }, deadlineMs };
    try {
      for (const rights of rightsFor(user)) {
        const given = await give(connection, rights);
        if (E.isLeft(given)) return given;
      }
      return E.right(undefined);
    } catch (error) {
      return E.left(unavailableBecause('protect', error));
    } finally {
      await disconnect(connection);
    }
  };
