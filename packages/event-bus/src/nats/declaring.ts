import * as E from 'fp-ts/Either';
import { DiscardPolicy, nanos, RetentionPolicy, StorageType, type StreamConfig } from 'nats';
import type { BusStream, DeclareFailure } from '../port';
import type { Connection } from './connection';
import { apiCode, apiCodeOf, failureOf } from './trouble';

/** How streams are kept: on disk, for good, and so that nobody takes a message out again. */
export interface StreamKeeping {
  /** How far back the server looks for a message of the same id, in milliseconds. */
  readonly duplicateWindowMs: number;
  /** On how many servers of a cluster a new stream is kept; how many one that is there has is its operator's matter. */
  readonly replicas: number;
}

const wantedOf = ({ name, subjects }: BusStream, keeping: StreamKeeping) =>
  ({
    name,
    subjects: [subjects],
    storage: StorageType.File,
    retention: RetentionPolicy.Limits,
    // Full is full: the oldest is never dropped to make room.
    discard: DiscardPolicy.New,
    max_msgs: -1,
    max_bytes: -1,
    max_age: 0,
    max_msgs_per_subject: -1,
    max_msg_size: -1,
    deny_delete: true,
    deny_purge: true,
    allow_rollup_hdrs: false,
    duplicate_window: nanos(keeping.duplicateWindowMs),
  }) satisfies Partial<StreamConfig>;

const saidOf = (value: unknown): string => JSON.stringify(value ?? null);

const differences = (wanted: ReturnType<typeof wantedOf>, found: Partial<StreamConfig>) => {
  // Servers leave out of an answer what is false or nothing.
  const there: Readonly<Record<string, unknown>> = {
    max_age: 0,
    deny_delete: false,
    deny_purge: false,
    ...found,
  };
  return Object.entries(wanted).flatMap(([setting, value]) => {
    const [said, kept] = [saidOf(value), saidOf(there[setting] ?? (value === false ? false : null))];
    return said === kept ? [] : [{ setting, wanted: said, found: kept }];
  });
};

/** Makes a stream, or compares the one that is there with what it would have made. */
export const declare =
  (connection: Connection, keeping: StreamKeeping) =>
  (stream: BusStream) =>
  async (): Promise<E.Either<DeclareFailure, void>> => {
    const wanted = wantedOf(stream, keeping);
    const compared = (found: Partial<StreamConfig>): E.Either<DeclareFailure, void> => {
      const differing = differences(wanted, found);
      return differing.length === 0
        ? E.right(undefined)
        : E.left({ _tag: 'DeclaredOtherwise', stream: stream.name, differences: differing });
    };
    try {
      const { jsm } = await connection.get();
      try {
        return compared((await jsm.streams.info(stream.name)).config);
      } catch (error) {
        if (apiCodeOf(error) !== apiCode.streamNotFound) throw error;
      }
      return compared((await jsm.streams.add({ ...wanted, num_replicas: keeping.replicas })).config);
    } catch (error) {
      const failure = failureOf('declare', stream.name, error);
      return failure._tag === 'NoSuchStream'
        ? E.left({
            _tag: 'BusUnavailable',
            engine: 'nats',
            operation: 'declare',
            reason: 'the stream went away',
          })
        : E.left(failure);
    }
  };
