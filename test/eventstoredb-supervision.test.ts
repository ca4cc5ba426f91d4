import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { EventStore } from '@commissioning/event-store';
import { commissionStream, freshBody, storedEventsFor } from '@commissioning/event-store/contract';
import { addressFailureInWords, openEventStoreDb } from '@commissioning/event-store/eventstoredb';
import * as E from 'fp-ts/Either';
import { type EventStoreDbDouble, startDouble } from './doubles/eventstoredb/double';
import type { Fault } from './doubles/eventstoredb/faults';
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

const cancelled = 1;
const unavailable = 14;
const permissionDenied = 7;

const numbers = (from: number, to: number): ReadonlyArray<number> =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

const containing = (text: string): unknown => expect.stringContaining(text);

/** A generator of numbers below a bound that gives the same ones for the same seed. */
const seeded = (seed: number) => {
  let state = seed;
  return (bound: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
};

describeFaults('The EventStoreDB adapter', () => {
  let double: EventStoreDbDouble;
  let store: EventStore;
  let body: string;
  let folder: string;
  let said: Array<string>;

  beforeEach(async () => {
    body = freshBody();
    folder = mkdtempSync(join(tmpdir(), 'eventstoredb-double-'));
    double = await startDouble({ folder });
    said = [];
    store = openStore(double.url, { deadlineMs: 1_500, log: (sentence) => said.push(sentence) });
    // From now on the log has its id, and no call is made but those of the test.
    await store.head();
  });

  afterEach(async () => {
    await store.close();
    await double.stop();
    rmSync(folder, { recursive: true });
  });

  const write = (number: number, count = 3) => {
    const stream = commissionStream(body, number);
    const events = storedEventsFor(stream, 0, count);
    return { stream, events, append: store.append(stream, -1, events) };
  };

  describe('repeats an append that did not come through, and writes it once', () => {
    const dropped: ReadonlyArray<readonly [string, Fault]> = [
      ['is unavailable', { does: 'fail', code: unavailable }],
      ['cancels the call', { does: 'fail', code: cancelled }],
      ['runs into its own time limit', { does: 'fail', code: 10 }],
      ['knows of no leader', { does: 'fail', code: 2, details: 'No leader info available in response' }],
      ['never answers', { does: 'hang' }],
      ['answers nothing', { does: 'end' }],
      ['loses the connection', { does: 'cut' }],
    ];
    test.each(dropped)('when the server %s', async (_, fault) => {
      for (const after of [0, 1]) {
        double.faults.order('append', fault, { after });
        const { stream, events, append } = write(after);
        const answer = appended(await append());
        expect(double.faults.allMet()).toBe(true);
        expect(answer).toEqual(appended(await append()));
        expect(answer.revision).toBe(2);
        expect(idsOf(await collect(store.readStream(stream)))).toEqual(idsOf(events));
      }
    });

    test('when another node leads, there', async () => {
      const leader = await startDouble();
      const toLeader: Fault = { does: 'send-to-leader', host: '127.0.0.1', port: leader.port };
      double.faults.order('append', toLeader);
      appended(await write(1).append());
      expect(leader.calls.append).toBe(1);
      await leader.stop();
    });

    test('when the server comes back only after a while', async () => {
      const { port } = double;
      await double.stop();
      const { stream, events, append } = write(1);
      const result = append();
      await delay(300);
      double = await startDouble({ folder, port });
      appended(await result);
      expect(idsOf(await collect(store.readStream(stream)))).toEqual(idsOf(events));
    });
  });

  test('says what a server refuses for good at once, and does not try it again', async () => {
    const { append: before } = double.calls;
    double.faults.order('append', { does: 'fail', code: permissionDenied, details: 'Access Denied' });
    expect(await write(2).append()).toMatchObject(E.left({ reason: containing('Access Denied') }));
    const stream = commissionStream(body, 3);
    const huge = storedEventsFor(stream, 0, 2, undefined, () => ({ data: { text: 'x'.repeat(600_000) } }));
    expect(await store.append(stream, -1, huge)()).toMatchObject(
      E.left({ reason: containing('Maximum Append Size') }),
    );
    double.faults.order('append', { does: 'refuse', current: 41 });
    expect(await write(4).append()).toEqual(
      E.left({ _tag: 'Conflict', stream: commissionStream(body, 4), expected: -1, actual: 41 }),
    );
    expect(double.calls.append).toBe(before + 3);
  });

  test('reads everything although reads fail, end early, hang and lose their connection', async () => {
    const ids = await fillStreams(store, body, numbers(1, 40), 2);
    const faults: ReadonlyArray<Fault> = [
      { does: 'end' },
      { does: 'fail', code: unavailable },
      { does: 'hang' },
      { does: 'cut' },
      { does: 'dawdle', milliseconds: 1 },
    ];
    for (const fault of faults) {
      double.faults.order('read', { does: 'dawdle', milliseconds: 0 });
      double.faults.order('read', fault, { after: 5 });
      expect(idsOf(await collect(store.readAll({ pageSize: 30 })))).toEqual(ids);
      expect(double.faults.allMet()).toBe(true);
      await until(() => double.openReads() === 0);
    }
  });

  test('takes no read that ended before it began for an empty log', async () => {
    const ids = await fillStreams(store, body, [1, 2, 3]);
    const head = await store.head();
    const [first] = await collect(store.readAll());
    const after = first?.position ?? '';
    const cutOff = (): void => double.faults.order('read', { does: 'end' }, { times: 2 });
    cutOff();
    expect(await store.head()).toEqual(head);
    cutOff();
    expect(idsOf(await collect(store.readAll({ after })))).toEqual(ids.slice(1));
    cutOff();
    const follower = startFollower(store, { after });
    await follower.given(2);
    await follower.leave();
    expect(follower.ids()).toEqual(ids.slice(1));
  });

  describe('follows on, with nothing lost or repeated,', () => {
    const drops: ReadonlyArray<readonly [string, Fault]> = [
      ['is cut off', { does: 'cut' }],
      ['is ended as if all were well', { does: 'end' }],
      ['fails', { does: 'fail', code: unavailable }],
      ['is cancelled by the server', { does: 'fail', code: cancelled }],
    ];
    test.each(drops)('when its subscription %s', async (_, fault) => {
      const ids = [...(await fillStreams(store, body, numbers(1, 20)))];
      const follower = startFollower(store, { pageSize: 7 });
      for (const from of [21, 31, 41]) {
        await follower.given(ids.length);
        await until(() => double.subscriptions.size === 1);
        for (const live of double.subscriptions) live.suffer(fault);
        ids.push(...(await fillStreams(store, body, numbers(from, from + 9))));
      }
      await follower.given(ids.length);
      await follower.caughtUp();
      await follower.leave();
      expect(follower.ids()).toEqual(ids);
      expect(said.length).toBeGreaterThanOrEqual(3);
      expect(said.join('\n')).not.toContain('silent');
      await until(() => double.openReads() === 0);
    });

    test.each(drops)('when its subscription %s half-way through what was there', async (_, fault) => {
      const ids = await fillStreams(store, body, numbers(1, 60));
      for (const after of [0, 1, 17, 30]) double.faults.order('subscribe', fault, { after });
      const follower = startFollower(store, { pageSize: 4 });
      await follower.caughtUp();
      await follower.leave();
      expect(follower.ids()).toEqual(ids);
      expect(double.faults.allMet()).toBe(true);
    });

    test('when its subscription goes silent, is never confirmed, or is slow', async () => {
      const ids = [...(await fillStreams(store, body, numbers(1, 5)))];
      const follower = startFollower(store);
      await follower.caughtUp();
      for (const live of double.subscriptions) live.mute();
      double.faults.order('subscribe', { does: 'hang' });
      double.faults.order('subscribe', { does: 'dawdle', milliseconds: 20 });
      ids.push(...(await fillStreams(store, body, numbers(6, 8))));
      await follower.given(ids.length);
      ids.push(...(await fillStreams(store, body, numbers(9, 11))));
      await follower.given(ids.length);
      ids.push(...(await fillStreams(store, body, numbers(12, 20))));
      await follower.given(ids.length);
      await follower.leave();
      expect(follower.ids()).toEqual(ids);
      expect(said.join('\n')).toContain('silent');
    });

    test('when the server stops and starts again on the same disk', async () => {
      const { port } = double;
      const ids = [...(await fillStreams(store, body, numbers(1, 10), 3))];
      const follower = startFollower(store, { pageSize: 4 });
      await follower.given(ids.length);
      await double.stop();
      await until(() => said.length > 0);
      double = await startDouble({ folder, port });
      ids.push(...(await fillStreams(store, body, numbers(11, 15), 3)));
      await follower.given(ids.length);
      await follower.leave();
      expect(follower.ids()).toEqual(ids);
      expect(idsOf(await collect(store.readAll()))).toEqual(ids);
    });

    test('when the server is not there yet', async () => {
      const { port } = double;
      await double.stop();
      const follower = startFollower(store);
      await until(() => said.length > 0);
      double = await startDouble({ folder, port });
      const ids = await fillStreams(store, body, numbers(1, 3));
      await follower.given(3);
      await follower.leave();
      expect(follower.ids()).toEqual(ids);
    });

    test.each([1, 2, 3])(
      'whatever befalls its subscriptions, one thing after the other (%i)',
      async (seed) => {
        const below = seeded(seed);
        const follower = startFollower(store, { pageSize: 1 + below(9) });
        const ids: Array<string> = [];
        for (let round = 0; round < 24; round += 1) {
          const number = ids.length + 1;
          ids.push(...(await fillStreams(store, body, numbers(number, number + below(4)))));
          const end = BigInt(double.log.events.at(-1)?.commit ?? 0);
          for (const live of double.subscriptions)
            switch (below(7)) {
              case 0:
                live.suffer({ does: 'cut' });
                break;
              case 1:
                live.suffer({ does: 'end' });
                break;
              case 2:
                live.suffer({ does: 'fail', code: unavailable });
                break;
              case 3:
                live.repeat();
                break;
              case 4:
                live.checkpoint({ commit: 2n ** 64n - 1n, prepare: 2n ** 64n - 1n });
                break;
              case 5:
                live.checkpoint({ commit: end + 1_000_000n, prepare: end + 1_000_000n });
                break;
              default:
                live.checkpoint({ commit: 1n, prepare: 1n });
            }
          await delay(below(12));
        }
        await follower.given(ids.length);
        await follower.leave();
        expect(follower.ids()).toEqual(ids);
        const positions = follower.pages.map(({ position }) => position);
        expect([...positions].sort()).toEqual(positions);
      },
    );
  });

  test('ends a follower at once by its signal, also while the server is away or does not answer', async () => {
    await fillStreams(store, body, [1]);
    const follower = startFollower(store);
    await follower.caughtUp();
    double.faults.order('read', { does: 'hang' }, { times: 100 });
    double.faults.order('subscribe', { does: 'hang' }, { times: 100 });
    const waiting = startFollower(store);
    await waiting.leave();
    await double.stop();
    await until(() => said.length > 0);
    await follower.leave();
    expect(follower.ids()).toHaveLength(1);
  });

  test('does not let a server send far more than its reader takes', async () => {
    const stream = commissionStream(body, 1);
    const large = () => ({ data: { text: 'x'.repeat(2_000) } });
    const events = storedEventsFor(stream, 0, 2_000, undefined, large);
    for (let from = 0; from < 2_000; from += 250)
      appended(await store.append(stream, from - 1, events.slice(from, from + 250))());
    const { signal } = new AbortController();
    const pages = store.follow({ signal, pageSize: 10 })[Symbol.asyncIterator]();
    await pages.next();
    const sent = (): number => [...double.subscriptions].reduce((sum, live) => sum + live.sent(), 0);
    let before = -1;
    while (before !== sent()) {
      before = sent();
      await delay(100);
    }
    expect(before).toBeLessThan(1_000);
    await pages.return?.();
  });

  test('is not led past what it has not given by checkpoints after every event', async () => {
    const strict = await startDouble({ checkpointInterval: 1 });
    const strictStore = openStore(strict.url);
    const ids = await fillStreams(strictStore, body, numbers(1, 12), 50);
    for (const pageSize of [1_000, 100, 7]) {
      const follower = startFollower(strictStore, { pageSize });
      await follower.caughtUp();
      await follower.leave();
      expect(follower.ids()).toEqual(ids);
    }
    await strictStore.close();
    await strict.stop();
  });

  test('resumes between two events that share a commit position', async () => {
    const early = await startDouble({ sharedCommits: true });
    const earlyStore = openStore(early.url);
    const ids = await fillStreams(earlyStore, body, numbers(1, 4), 5);
    expect(new Set(early.log.events.slice(-5).map(({ commit }) => commit)).size).toBe(1);
    const read = await collect(earlyStore.readAll({ pageSize: 3 }));
    expect(idsOf(read)).toEqual(ids);
    for (const [index, event] of read.entries()) {
      const rest = await collect(earlyStore.readAll({ after: event.position, pageSize: 2 }));
      expect(idsOf(rest)).toEqual(ids.slice(index + 1));
      const follower = startFollower(earlyStore, { after: event.position, pageSize: 2 });
      await follower.caughtUp();
      await follower.leave();
      expect(follower.ids()).toEqual(ids.slice(index + 1));
    }
    await earlyStore.close();
    await early.stop();
  });

  test('gives a log one id, however many open it first', async () => {
    const fresh = await startDouble();
    const stores = Array.from({ length: 6 }, () => openStore(fresh.url));
    const answers = await Promise.all(
      stores.map(async (one, number) => {
        const stream = commissionStream(body, number);
        return appended(await one.append(stream, -1, storedEventsFor(stream, 0, 1))());
      }),
    );
    expect(new Set(answers.map(({ position }) => position.slice(0, position.indexOf(':')))).size).toBe(1);
    for (const one of stores) await one.close();
    await until(() => fresh.connections() === 0);
    await fresh.stop();
  });

  test('shows no event but ours, and finds the last of ours behind many others', async () => {
    expect(await store.head()).toEqual(E.right(undefined));
    const foreign = (stream: string, count: number): void => {
      double.log.append(
        stream,
        'any',
        Array.from({ length: count }, () => ({
          id: crypto.randomUUID(),
          type: 'Foreign',
          contentType: 'application/octet-stream',
          data: Buffer.from('not JSON'),
          metadata: new Uint8Array(),
        })),
      );
    };
    foreign('commissions-1', 3);
    const ids = await fillStreams(store, body, [1, 2]);
    foreign('$stats-127.0.0.1:2113', 1_500);
    foreign('commissionership', 30);
    const follower = startFollower(store, { pageSize: 400 });
    await follower.caughtUp();
    await follower.leave();
    expect(follower.ids()).toEqual(ids);
    const read = await collect(store.readAll({ pageSize: 100 }));
    expect(idsOf(read)).toEqual(ids);
    expect(await store.head()).toEqual(E.right(read.at(-1)?.position));
    const end = follower.pages.at(-1)?.position;
    expect(await collect(store.readAll(end === undefined ? {} : { after: end }))).toEqual([]);
  });

  test.each([
    ['is not JSON', 'application/octet-stream', '{}', '{}'],
    ['is malformed', 'application/json', '{"cut":', '{}'],
    ['is no object', 'application/json', '"text"', '{}'],
    ['has no metadata of ours beside it', 'application/json', '{}', '{"contentHash":"a"}'],
    ['has malformed metadata beside it', 'application/json', '{}', '{"contentHash"'],
  ])(
    'gives what stands before an event of ours that %s, and fails there',
    async (_, contentType, data, metadata) => {
      const ids = await fillStreams(store, body, [1, 2]);
      const stream = commissionStream(body, 2);
      const bad = { id: crypto.randomUUID(), type: 'Bad', contentType };
      double.log.append(stream, 0, [{ ...bad, data: Buffer.from(data), metadata: Buffer.from(metadata) }]);
      await fillStreams(store, body, [3]);
      const { signal } = new AbortController();
      for (const pages of [store.readAll(), store.follow({ signal }), store.readStream(stream)]) {
        const given: Array<string> = [];
        const read = async (): Promise<void> => {
          for await (const page of pages) given.push(...idsOf('events' in page ? page.events : page));
        };
        await expect(read()).rejects.toMatchObject({
          failure: { _tag: 'StoreUnavailable', reason: containing(`event 1 of ${stream}`) },
        });
        expect(ids.slice(-given.length)).toEqual(given);
      }
    },
  );

  test('refuses a position beyond the end of the log', async () => {
    await fillStreams(store, body, [1]);
    const [event] = await collect(store.readAll());
    const beyond = event?.position.replaceAll(/\d{20}/g, '9'.repeat(20)) ?? '';
    await expect(collect(store.readAll({ after: beyond }))).rejects.toThrow(/beyond the end/);
    const { signal } = new AbortController();
    await expect(store.follow({ after: beyond, signal })[Symbol.asyncIterator]().next()).rejects.toThrow(
      /beyond the end/,
    );
  });

  test('refuses an address it could not use, without telling the password', () => {
    const words = (url: string): string =>
      E.match(addressFailureInWords, () => 'accepted')(openEventStoreDb({ url }));
    expect(words('esdb://localhost:2113')).toContain('user name');
    for (const url of [
      'http://localhost',
      'esdb://',
      'esdb://a:secret@host:port',
      'esdb://a:%zz@host:2113',
    ]) {
      expect(words(url)).toContain('no address');
      expect(words(url)).not.toContain('secret');
    }
    for (const url of ['esdb://a:se:cret@localhost:2113', 'esdb://localhost:2113?tls=false'])
      expect(words(url)).toBe('accepted');
  });
});
