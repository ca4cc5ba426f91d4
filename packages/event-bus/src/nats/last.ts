import * as E from 'fp-ts/Either';
import type { JetStreamManager } from 'nats';
import type { KeptMessage, LastFailure } from '../port';
import type { Connection } from './connection';
import { keptMessage } from './kept';
import { apiCode, apiCodeOf, failureOf } from './trouble';

/** The message that stands at a place; undefined where none does. Asked of the leader, which knows the newest. */
export const messageAt = async (
  jsm: JetStreamManager,
  stream: string,
  sequence: number,
): Promise<KeptMessage | undefined> => {
  try {
    const { subject, header, data } = await jsm.streams.getMessage(stream, { seq: sequence });
    return keptMessage({ sequence, subject, headers: header, data });
  } catch (error) {
    if (apiCodeOf(error) === apiCode.messageNotFound) return undefined;
    throw error;
  }
};

/** The newest message of a stream. */
export const last =
  (connection: Connection) =>
  (stream: string) =>
  async (): Promise<E.Either<LastFailure, KeptMessage | undefined>> => {
    try {
      const { jsm } = await connection.get();
      const { last_seq: sequence } = (await jsm.streams.info(stream)).state;
      if (sequence === 0) return E.right(undefined);
      const message = await messageAt(jsm, stream, sequence);
      return message === undefined ? E.left({ _tag: 'LastMessageLost', stream, sequence }) : E.right(message);
    } catch (error) {
      return E.left(failureOf('last', stream, error));
    }
  };
