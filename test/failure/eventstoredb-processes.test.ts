import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { EventStore } from '@commissioning/event-store';
import { commissionStream, freshBody, storedEventsFor } from '@commissioning/event-store/contract';
import * as E from 'fp-ts/Either';
import type { Fault, Rpc } from '../doubles/eventstoredb/faults';
import type { Order } from '../doubles/eventstoredb/orders';
import { type DoubleProcess, startDoubleProcess } from '../support/double-process';
import {
  appended,
  collect,
  describeFaults,
  fillStreams,
  type Follower,
  idsOf,
  openStore,
  startFollower,
  until,
} from '../support/eventstoredb';
import { type Acknowledged, faultsIn } from './event-store-log';

/** How often the server is killed in the test of that. */
const kills = Number(process.env['EVENTSTOREDB_KILLS'] ?? 30);
const writers = 8;

const largest = String(2n ** 64n - 1n);

describeFaults('The EventStoreDB adapter and its server in a process of its own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'eventstoredb-process-'));
  let double: DoubleProcess;
  let store: EventStore;
  let body: string;
  let said: Array<string>;
  let number: number;

  beforeAll(async () => {
    double = await startDoubleProcess(folder);
  });

  afterAll(async () => {
    await double.kill();
    rmSync(folder, { recursive: true });
  });

  const open = (deadlineMs: number): EventStore =>
    openStore(double.url, { deadlineMs, log: (sentence) => said.push(sentence) });

  beforeEach(async () => {
    said = [];
    number = 0;
    body = freshBody();
    store = open(1_500);
    await store.head();
  });

  afterEach(() => store.close());

  const fromNow = async (options: { readonly pageSize?: number } = {}): Promise<Follower> => {
    const head = await store.head();
    return startFollower(store, {
      ...options,
      ...(E.isRight(head) && head.right !== undefined && { after: head.right }),
    });
  };
  const write = (count: number): Promise<ReadonlyArray<string>> => {
    const from = number + 1;
    number += count;
    return fillStreams(
      store,
      body,
      Array.from({ length: count }, (_, index) => from + index),
      2,
    );
  };

  describe('does what was asked of it, once, when the server was ordered', () => {
    const appends: ReadonlyArray<readonly [string, Fault]> = [
      ['never to answer', { does: 'hang' }],
      ['to drop the connection', { does: 'cut' }],
      ['to end the call without an answer', { does: 'end' }],
      ['to be unavailable', { does: 'fail', code: 14 }],
      ['to run past the deadline', { does: 'fail', code: 4 }],
      ['to know no leader', { does: 'fail', code: 2, details: 'No leader info available in response' }],
    ];
    test.each(appends)('%s, before or after it has written', async (_, fault) => {
      for (const after of [0, 1]) {
        await double.order({ order: 'fault', rpc: 'append', fault, after });
        const stream = commissionStream(body, after);
        const events = storedEventsFor(stream, 0, 3);
        const answer = appended(await store.append(stream, -1, events)());
        expect((await double.order({ order: 'look' })).allMet).toBe(true);
        expect(appended(await store.append(stream, -1, events)())).toEqual(answer);
        expect(idsOf(await collect(store.readStream(stream)))).toEqual(idsOf(events));
      }
    });

    test('to name another leader, and to be slow', async () => {
      const fault: Fault = { does: 'send-to-leader', host: '127.0.0.1', port: double.port };
      await double.order({ order: 'fault', rpc: 'append', fault });
      await write(1);
      await double.order({ order: 'fault', rpc: 'append', fault: { does: 'dawdle', milliseconds: 300 } });
      await write(1);
      expect((await double.order({ order: 'look' })).allMet).toBe(true);
    });

    test('to refuse with a revision that is not true: that is told as it was said', async () => {
      await double.order({ order: 'fault', rpc: 'append', fault: { does: 'refuse', current: 41 } });
      const stream = commissionStream(body, 1);
      expect(await store.append(stream, -1, storedEventsFor(stream, 0, 1))()).toEqual(
        E.left({ _tag: 'Conflict', stream, expected: -1, actual: 41 }),
      );
    });

    const readings: ReadonlyArray<readonly [string, Rpc, Fault]> = (
      [
        ['to drop the connection', { does: 'cut' }],
        ['to end as if all were well', { does: 'end' }],
        ['to be unavailable', { does: 'fail', code: 14 }],
        ['to say nothing any more', { does: 'hang' }],
        ['to be slow', { does: 'dawdle', milliseconds: 20 }],
      ] as const
    ).flatMap(([words, fault]) => [
      [`${words} in a read`, 'read', fault] as const,
      [`${words} in a subscription`, 'subscribe', fault] as const,
    ]);
    test.each(readings)('%s', async (_, rpc, fault) => {
      const follower = await fromNow({ pageSize: 5 });
      const ids = [...(await write(5))];
      await follower.given(ids.length);
      await follower.leave();
      const after = follower.pages[0]?.position ?? '';
      for (const at of [0, 3]) await double.order({ order: 'fault', rpc, fault, after: at });
      const again = startFollower(store, { after, pageSize: 4 });
      ids.push(...(await write(5)));
      const rest = ids.length - (follower.pages[0]?.events.length ?? 0);
      await again.given(rest);
      await again.leave();
      expect(again.ids()).toEqual(ids.slice(-rest));
      expect(idsOf(await collect(store.readAll({ after })))).toEqual(ids.slice(-rest));
      await double.order({ order: 'clear' });
    });

    const toSubscriptions: ReadonlyArray<readonly [string, Order]> = [
      ['to send an event twice', { order: 'repeat-to-subscriptions' }],
      [
        'to send a checkpoint of 2⁶⁴ − 1',
        { order: 'checkpoint-to-subscriptions', place: { commit: largest, prepare: largest } },
      ],
      [
        'to send a checkpoint beyond the end of the log',
        { order: 'checkpoint-to-subscriptions', place: { commit: '900000000000', prepare: '900000000000' } },
      ],
      [
        'to send a checkpoint from long ago',
        { order: 'checkpoint-to-subscriptions', place: { commit: '1', prepare: '1' } },
      ],
      ['to keep a subscription open and say nothing', { order: 'mute-subscriptions' }],
      ['to cut all connections', { order: 'cut' }],
    ];
    test.each(toSubscriptions)('%s', async (_, order) => {
      const follower = await fromNow();
      const ids = [...(await write(2))];
      await follower.given(ids.length);
      for (let round = 0; round < 3; round += 1) {
        await double.order(order);
        ids.push(...(await write(2)));
        await follower.given(ids.length);
      }
      await follower.leave();
      expect(follower.ids()).toEqual(ids);
      const positions = follower.pages.map(({ position }) => position);
      expect([...positions].sort()).toEqual(positions);
      expect(said.join('\n').includes('silent')).toBe(order.order === 'mute-subscriptions');
    });
  });

  test('notices that the server stands still, and goes on by itself when it moves again', async () => {
    const follower = await fromNow();
    const ids = [...(await write(3))];
    await follower.given(ids.length);
    double.pause();
    const stream = commissionStream(body, 99);
    const events = storedEventsFor(stream, 0, 2);
    const stalled = store.append(stream, -1, events)();
    await until(() => said.length > 0);
    expect(await stalled).toMatchObject(E.left({ _tag: 'StoreUnavailable' }));
    double.resume();
    expect(appended(await store.append(stream, -1, events)()).revision).toBe(1);
    ids.push(...idsOf(events), ...(await write(2)));
    await follower.given(ids.length);
    await follower.leave();
    expect(follower.ids()).toEqual(ids);
  }, 60_000);

  test('loses and doubles nothing that was acknowledged, however often the server is killed under load', async () => {
    const patient = open(60_000);
    const follower = await fromNow();
    const acknowledged: Array<Acknowledged> = [];
    let done = false;
    const writer = async (own: number): Promise<void> => {
      const stream = commissionStream(body, own);
      let [revision, chainHash]: [number, string | undefined] = [-1, undefined];
      for (let made = 0; !done; made += 1) {
        const [first, of] = [revision + 1, 1 + ((made + own) % 3)];
        const events = storedEventsFor(stream, first, of, chainHash, (at) => ({
          data: { first, of, part: at - first },
        }));
        // The adapter tries again by itself, for as long as the server is away.
        ({ revision } = appended(await patient.append(stream, revision, events)()));
        chainHash = events.at(-1)?.chainHash;
        acknowledged.push({ stream, revision, ids: idsOf(events) });
      }
    };
    const writing = Promise.all(Array.from({ length: writers }, (_, own) => writer(own)));
    for (let kill = 0; kill < kills; kill += 1) {
      const goal = acknowledged.length + 1 + randomInt(60);
      await Promise.race([writing, until(() => acknowledged.length >= goal)]);
      await delay(randomInt(20));
      await double.kill();
      double = await startDoubleProcess(folder, double.port);
    }
    done = true;
    await writing;

    const streams = new Set(acknowledged.map(({ stream }) => stream));
    const log = (await collect(patient.readAll())).filter(({ stream }) => streams.has(stream));
    expect(faultsIn(log, acknowledged)).toEqual([]);
    expect(log).toHaveLength(acknowledged.flatMap(({ ids }) => ids).length);
    await follower.given(log.length);
    await follower.leave();
    expect(follower.ids()).toEqual(idsOf(log));
    expect(said.length).toBeGreaterThan(0);
    await patient.close();
  }, 300_000);
});
