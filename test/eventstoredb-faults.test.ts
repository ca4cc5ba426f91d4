import { setTimeout as delay } from 'node:timers/promises';
import type { EventStore } from '@commissioning/event-store';
import { commissionStream, freshBody, storedEventsFor } from '@commissioning/event-store/contract';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import * as E from 'fp-ts/Either';
import { type EventStoreDbDouble, startDouble } from './doubles/eventstoredb/double';
import {
  appended,
  collect,
  describeFaults,
  fillStreams,
  idsOf,
  openStore,
  startFollower,
  until,
} from './support/eventstoredb';

jest.setTimeout(30_000);

const internal = 13;
const largest = 2n ** 64n - 1n;

/**
 * The faults of @eventstore/db-client 6.2.1, each with the test that the adapter is clear of it, and by what.
 *
 * | #  | The client                                                      | The adapter                                        |
 * | -- | --------------------------------------------------------------- | -------------------------------------------------- |
 * | 1  | names revision 1 in a conflict of the batch path                | asks for conflicts to be thrown, off that path     |
 * | 2  | has no deadline of its own on the batch path                    | credentials with each append: the other path       |
 * | 3  | never settles when the server ends the batch stream             | the same; an answer without content is a drop      |
 * | 4  | keeps what is pending for all clients together                  | the same                                           |
 * | 5  | asks for ServerFeatures without a deadline                      | never asks: only the batch path does               |
 * | 6  | remembers that ServerFeatures failed                            | the same                                           |
 * | 7  | hangs an append whose data cannot be written as JSON            | writes it before the client sees it                |
 * | 8  | tells of checkpoints before the events ahead of them were taken | believes one when all that had arrived was taken   |
 * | 9  | freezes when a checkpoint's handler fails                       | a handler that only takes note                     |
 * | 10 | leaves calls open whose reader walks away                       | bounded reads, cancelled however they end          |
 * | 11 | throws raw errors of ServerFeatures and of its connection       | knows them by their status or by what they say     |
 */
describeFaults('The adapter stays clear of the fault of the client that', () => {
  let double: EventStoreDbDouble;
  let store: EventStore;
  let client: EventStoreDBClient;
  let body: string;

  beforeEach(async () => {
    body = freshBody();
    double = await startDouble();
    // Refused appends would not throw by this address, which the adapter sees to.
    const url = `${double.url}&throwOnAppendFailure=false`;
    store = openStore(url, { deadlineMs: 600 });
    client = EventStoreDBClient.connectionString(url);
    // From now on the log has its id, and no call is made but those of the test.
    await store.head();
  });

  afterEach(async () => {
    double.faults.clear();
    await store.close();
    await client.dispose();
    await double.stop();
  });

  const appendTo = (number: number, revision: number, count = 1, of = store) => {
    const stream = commissionStream(body, number);
    return of.append(stream, revision, storedEventsFor(stream, revision + 1, count))();
  };

  const plainAppend = (stream: string, expectedRevision: bigint | 'no_stream') =>
    client.appendToStream(stream, jsonEvent({ type: 'Any', data: {} }), { expectedRevision });

  test('1: names revision 1 in a conflict, whatever the truth', async () => {
    appended(await appendTo(1, -1, 6));
    const wrong = await plainAppend(commissionStream(body, 1), 2n);
    expect(wrong).toMatchObject({ success: false, nextExpectedRevision: 1n });
    expect(double.calls['batch-append']).toBe(1);

    const stream = commissionStream(body, 1);
    expect(await appendTo(1, 2)).toEqual(E.left({ _tag: 'Conflict', stream, expected: 2, actual: 5 }));
    expect(await appendTo(2, 2)).toEqual(
      E.left({ _tag: 'Conflict', stream: commissionStream(body, 2), expected: 2, actual: -1 }),
    );
    expect(double.calls['batch-append']).toBe(1);
  });

  test('2: waits for ever for an append that is never answered', async () => {
    double.faults.order('append', { does: 'hang' }, { times: 100 });
    expect(await appendTo(1, -1)).toMatchObject(E.left({ _tag: 'StoreUnavailable', operation: 'append' }));
    double.faults.clear();
    appended(await appendTo(1, -1));
  });

  test('3: waits for ever when the server ends the call without an answer', async () => {
    double.faults.order('append', { does: 'end' }, { times: 100 });
    expect(await appendTo(1, -1)).toMatchObject(E.left({ _tag: 'StoreUnavailable', operation: 'append' }));
    double.faults.clear();
    appended(await appendTo(1, -1));
  });

  test('4: fails the appends of one client when another’s connection breaks', async () => {
    const other = await startDouble();
    const otherStore = openStore(other.url, { deadlineMs: 600 });
    await otherStore.head();
    other.faults.order('append', { does: 'dawdle', milliseconds: 100 });
    const slow = appendTo(1, -1, 1, otherStore);
    await until(() => other.faults.allMet());
    await double.stop();
    const broken = await appendTo(1, -1);
    expect(E.isLeft(broken)).toBe(true);
    appended(await slow);
    expect(other.calls.append).toBe(2);
    await otherStore.close();
    await other.stop();
  });

  test('5: asks for the server’s features and waits for ever for the answer', async () => {
    double.faults.order('features', { does: 'hang' });
    appended(await appendTo(1, -1));
    expect(double.calls.features).toBe(0);
  });

  test('6: remembers that asking for the features failed', async () => {
    double.faults.order('features', { does: 'fail', code: internal });
    for (let time = 0; time < 3; time += 1)
      await expect(plainAppend('any-stream', 'no_stream')).rejects.toMatchObject({ code: internal });
    expect(double.calls.features).toBe(1);

    for (const number of [1, 2, 3]) appended(await appendTo(number, -1));
    expect(double.calls.features).toBe(1);
  });

  test('7: hangs on what cannot be written as JSON', async () => {
    const stream = commissionStream(body, 1);
    const [event] = storedEventsFor(stream, 0, 1);
    const cyclic: Record<string, unknown> = {};
    cyclic['self'] = cyclic;
    for (const value of [1n, cyclic])
      await expect(store.append(stream, -1, [{ ...event, data: { value } } as never])()).rejects.toThrow(
        TypeError,
      );
    expect(double.calls.append).toBe(1);
    appended(await appendTo(1, -1));
  });

  test('8: tells of a checkpoint before the events ahead of it were taken', async () => {
    const ids = await fillStreams(store, body, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const { signal } = new AbortController();
    const pages = store.follow({ signal, pageSize: 2 })[Symbol.asyncIterator]();
    const first = await pages.next();
    if (first.done === true) throw new Error('The follower ended');
    const { commit, prepare } = double.log.events.at(-1) ?? { commit: 0, prepare: 0 };
    for (const live of double.subscriptions)
      live.checkpoint({ commit: BigInt(commit), prepare: BigInt(prepare) });
    // The checkpoint is on its way beside eight events that wait to be taken.
    await delay(50);
    const second = await pages.next();
    if (second.done === true) throw new Error('The follower ended');
    await pages.return?.();
    for (const { events, position } of [first.value, second.value])
      expect(position).toBe(events.at(-1)?.position);
    const resumed = startFollower(store, { after: second.value.position });
    await resumed.caughtUp();
    await resumed.leave();
    expect([...idsOf(first.value.events), ...idsOf(second.value.events), ...resumed.ids()]).toEqual(ids);
  });

  test('9: freezes at a checkpoint that is not dealt with as it likes', async () => {
    const before = await fillStreams(store, body, [1, 2]);
    const follower = startFollower(store);
    await follower.caughtUp();
    const { commit, prepare } = double.log.events[0] ?? { commit: 0, prepare: 0 };
    const beyond = BigInt(double.log.events.at(-1)?.commit ?? 0) + 100_000n;
    for (const live of double.subscriptions) {
      live.checkpoint({ commit: largest, prepare: largest });
      live.checkpoint({ commit: BigInt(commit), prepare: BigInt(prepare) });
      live.checkpoint({ commit: beyond, prepare: beyond });
    }
    const after = await fillStreams(store, body, [3, 4]);
    await follower.given(4);
    await follower.leave();
    expect(follower.ids()).toEqual([...before, ...after]);
    const positions = follower.pages.map(({ position }) => position);
    expect([...positions].sort()).toEqual(positions);
    expect(positions.at(-1)).toBe(follower.pages.at(-1)?.events.at(-1)?.position);
  });

  test('10: leaves a call open when its reader breaks off', async () => {
    await fillStreams(store, body, [1], 20);
    for await (const _ of client.subscribeToAll()) break;
    expect(double.openReads()).toBe(1);
    await client.dispose();
    await until(() => double.openReads() === 0);

    const { signal } = new AbortController();
    for (const pages of [
      store.readStream(commissionStream(body, 1)),
      store.readAll({ pageSize: 2 }),
      store.follow({ signal, pageSize: 2 }),
      store.follow({ signal }),
    ])
      for await (const _ of pages) break;
    await until(() => double.openReads() === 0);
    const failing = async (): Promise<void> => {
      for await (const _ of store.follow({ signal })) throw new Error('the reader failed');
    };
    await expect(failing()).rejects.toThrow('the reader failed');
    await until(() => double.openReads() === 0);
  });

  test('11: throws raw gRPC errors for a server that is away', async () => {
    await double.stop();
    await expect(plainAppend('any-stream', 'no_stream')).rejects.not.toHaveProperty('type');

    expect(await appendTo(1, -1)).toMatchObject(
      E.left({ _tag: 'StoreUnavailable', engine: 'eventstoredb', operation: 'append' }),
    );
    expect(await store.head()).toMatchObject(E.left({ _tag: 'StoreUnavailable', operation: 'head' }));
    for (const pages of [store.readAll(), store.readStream(commissionStream(body, 1))])
      await expect(collect(pages)).rejects.toMatchObject({
        failure: { _tag: 'StoreUnavailable', engine: 'eventstoredb' },
      });
  });
});
