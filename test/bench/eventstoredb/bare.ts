import { aggregateKinds } from '@commissioning/kernel';
import type { StoredEvent } from '@commissioning/record';
import {
  EventStoreDBClient,
  jsonEvent,
  NO_STREAM,
  type ReadPosition,
  type RecordedEvent,
  START,
  streamNameFilter,
} from '@eventstore/db-client';
import type { Lane } from './lane';

/** With credentials of its own an append stays off the client's batch path, as ours does. */
const call = { credentials: { username: 'nobody', password: 'nothing' }, requiresLeader: true } as const;

/** The deadline of one try of ours. */
const deadline = 5_000;

const pageSize = 1_000;

/** The same bytes as ours: beside the data everything else that is kept of an event. */
const serverForm = ({ id, type, data, ...kept }: StoredEvent) => {
  const { metadata, contentHash, chainHash } = kept;
  const { correlationId, causationId } = metadata;
  return jsonEvent({
    id,
    type,
    data: data as Record<string, unknown>,
    metadata: {
      metadata,
      private: kept.private,
      contentHash,
      chainHash,
      $correlationId: correlationId,
      $causationId: causationId,
    },
  });
};

type Delivery = { readonly event?: RecordedEvent };

interface Delivering {
  readonly on: ((event: 'data', take: (delivery: Delivery) => void) => unknown) &
    ((event: 'end', ended: () => void) => unknown) &
    ((event: 'error', failed: (error: Error) => void) => unknown);
}

const eventsOf = (read: Delivering): Promise<ReadonlyArray<RecordedEvent>> =>
  new Promise((resolve, reject) => {
    const events: Array<RecordedEvent> = [];
    read.on('data', ({ event }) => {
      if (event !== undefined) events.push(event);
    });
    read.on('end', () => resolve(events));
    read.on('error', reject);
  });

const isOurs = ({ streamId }: RecordedEvent): boolean => streamId.startsWith('commission-');

/** The client alone: the same calls, what it decodes counted and nothing else done with it. */
export const bareLane = (url: string): Lane => {
  const client = EventStoreDBClient.connectionString(`${url}&throwOnAppendFailure=true`);

  /** One event more than a page, as ours: a page begins with the last event of the one before. */
  const page = (fromPosition: ReadPosition): Promise<ReadonlyArray<RecordedEvent>> =>
    eventsOf(client.readAll({ ...call, fromPosition, maxCount: pageSize + 1 }));

  return {
    append: async (stream, revision, event) => {
      const expectedRevision = revision === 0 ? NO_STREAM : BigInt(revision - 1);
      await client.appendToStream(stream, serverForm(event), { ...call, deadline, expectedRevision });
    },
    readAll: async () => {
      let count = 0;
      let from: ReadPosition = START;
      for (;;) {
        const read = await page(from);
        count += read.slice(from === START ? 0 : 1).filter(isOurs).length;
        const last = read.at(-1)?.position;
        if (read.length <= pageSize || last === undefined) return count;
        from = last;
      }
    },
    readStream: async (stream) => {
      const read = client.readStream(stream, { ...call, fromRevision: 0n, maxCount: pageSize });
      return (await eventsOf(read)).length;
    },
    follow: (wanted) =>
      new Promise((resolve, reject) => {
        const filter = streamNameFilter({
          prefixes: aggregateKinds.map((kind) => `${kind}-`),
          checkpointInterval: 1,
          maxSearchWindow: 256,
          checkpointReached: () => undefined,
        });
        const subscription = client.subscribeToAll({ ...call, fromPosition: START, filter });
        let count = 0;
        subscription.on('data', ({ event }) => {
          if (event !== undefined) count += 1;
          if (count === wanted) subscription.unsubscribe().then(resolve, reject);
        });
        subscription.on('error', reject);
      }),
    close: () => client.dispose(),
  };
};
