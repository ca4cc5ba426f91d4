import * as assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { describe, it } from '@commissioning/contract';
import type { RecordedEvent } from '@commissioning/record';
import type { EventStore, FollowOptions, FollowPage } from '../port';
import { fill, fromNow, idsOf, ofBody, type Subject, untilItWaits } from './asking';
import { commissionStream, freshBody } from './stored-events';

interface Follower {
  readonly abort: AbortController;
  readonly next: () => Promise<FollowPage>;
  readonly result: () => Promise<IteratorResult<FollowPage, unknown>>;
  /** Takes pages until one satisfies; all of them. */
  readonly until: (satisfied: (page: FollowPage) => boolean) => Promise<ReadonlyArray<FollowPage>>;
  readonly leave: () => Promise<void>;
}

const startFollower = (store: EventStore, options: Omit<FollowOptions, 'signal'>): Follower => {
  const abort = new AbortController();
  const pages = store.follow({ ...options, signal: abort.signal })[Symbol.asyncIterator]();
  const next = async (): Promise<FollowPage> => {
    const step = await pages.next();
    if (step.done === true) assert.fail('a follower ended by itself');
    return step.value;
  };
  return {
    abort,
    next,
    result: () => pages.next(),
    until: async (satisfied) => {
      const taken: Array<FollowPage> = [];
      for (;;) {
        const page = await next();
        taken.push(page);
        if (satisfied(page)) return taken;
      }
    },
    leave: async () => {
      abort.abort();
      await pages.return?.();
    },
  };
};

const eventsOf = (body: string, pages: ReadonlyArray<FollowPage>): ReadonlyArray<RecordedEvent> =>
  ofBody(
    body,
    pages.flatMap((page) => page.events),
  );

const past =
  (position: string) =>
  (page: FollowPage): boolean =>
    page.position >= position;

const caughtUp = (page: FollowPage): boolean => page.caughtUp;

export const following = (store: Subject): void => {
  describe('follow', () => {
    it('gives what is there and then what comes, each event once and in order', async () => {
      const body = freshBody();
      const start = await fromNow(store());
      const before = await fill(store(), commissionStream(body, 1), 30);
      const follower = startFollower(store(), { ...start, pageSize: 8 });
      const there = await follower.until(caughtUp);
      assert.deepEqual(idsOf(eventsOf(body, there)), idsOf(before.events));
      for (const number of [2, 3, 4]) {
        const { events, last } = await fill(store(), commissionStream(body, number), 10);
        const came = await follower.until(past(last.position));
        assert.deepEqual(idsOf(eventsOf(body, came)), idsOf(events));
      }
      await follower.leave();
    });

    it('wakes a follower that waits', async () => {
      const body = freshBody();
      const { last } = await fill(store(), commissionStream(body, 1), 1);
      const follower = startFollower(store(), { after: last.position });
      await follower.until(caughtUp);
      const waiting = follower.until((page) => eventsOf(body, [page]).length > 0);
      const { events } = await fill(store(), commissionStream(body, 2), 1);
      assert.deepEqual(idsOf(eventsOf(body, await waiting)), idsOf(events));
      await follower.leave();
    });

    it('says when the end of the log was reached, also to one who begins there, and not before', async () => {
      const body = freshBody();
      const start = await fromNow(store());
      const { last } = await fill(store(), commissionStream(body, 1), 20);
      const behind = startFollower(store(), { ...start, pageSize: 4 });
      assert.equal((await behind.next()).caughtUp, false);
      const reached = (await behind.until(caughtUp)).at(-1);
      assert.ok(reached !== undefined && reached.position >= last.position);
      await behind.leave();
      const atEnd = startFollower(store(), { after: last.position });
      const told = await atEnd.until(caughtUp);
      assert.deepEqual(eventsOf(body, told), []);
      assert.ok(told.every((page) => page.position >= last.position));
      await atEnd.leave();
    });

    it('holds no more events in a page than asked, and positions that ascend', async () => {
      const body = freshBody();
      const start = await fromNow(store());
      const { last } = await fill(store(), commissionStream(body, 1), 23);
      const follower = startFollower(store(), { ...start, pageSize: 5 });
      const pages = await follower.until(past(last.position));
      await follower.leave();
      assert.ok(pages.every((page) => page.events.length <= 5));
      const positions = pages.map((page) => page.position);
      assert.deepEqual([...new Set(positions)].sort(), positions);
      for (const page of pages) assert.ok(page.events.every((event) => event.position <= page.position));
    });

    it('resumes after any page’s position without loss or repetition', async () => {
      const body = freshBody();
      const start = await fromNow(store());
      const { events, last } = await fill(store(), commissionStream(body, 1), 40);
      const follower = startFollower(store(), { ...start, pageSize: 6 });
      const pages = await follower.until(past(last.position));
      await follower.leave();
      let seen = 0;
      for (const page of pages) {
        seen += eventsOf(body, [page]).length;
        const resumed = startFollower(store(), { after: page.position, pageSize: 9 });
        const rest = await resumed.until((next) => caughtUp(next) && past(last.position)(next));
        assert.deepEqual(idsOf(eventsOf(body, rest)), idsOf(events.slice(seen)));
        await resumed.leave();
      }
      assert.equal(seen, events.length);
    });

    it('gives only the streams and types wanted, where both are named both', async () => {
      const body = freshBody();
      const start = await fromNow(store());
      const mixed = (revision: number) => ({
        type: revision % 2 === 0 ? 'NeedIdentified' : 'NeedsAssessed',
      });
      for (const number of [1, 2, 31, 32]) await fill(store(), commissionStream(body, number), 4, mixed);
      const { last } = await fill(store(), commissionStream(body, 4), 1);
      const wanted = async (filter: FollowOptions['filter']): Promise<ReadonlyArray<string>> => {
        const follower = startFollower(store(), { ...start, pageSize: 3, ...(filter && { filter }) });
        const pages = await follower.until(past(last.position));
        await follower.leave();
        return eventsOf(body, pages).map((event) => `${event.stream.slice(-2)} ${event.revision}`);
      };
      const prefix = `commission-${body}-2026-00`;
      assert.deepEqual(await wanted({ streamPrefixes: [`${prefix}3`], types: ['NeedIdentified'] }), [
        '31 0',
        '31 2',
        '32 0',
        '32 2',
      ]);
      assert.deepEqual(await wanted({ streamPrefixes: [`${prefix}01`, `${prefix}04`] }), [
        '01 0',
        '01 1',
        '01 2',
        '01 3',
        '04 0',
      ]);
      assert.deepEqual(
        await wanted({ streamPrefixes: [prefix], types: ['NeedIdentified', 'EvidenceAdded'] }),
        ['01 0', '01 2', '02 0', '02 2', '31 0', '31 2', '32 0', '32 2', '04 0'],
      );
      assert.deepEqual(await wanted({ streamPrefixes: [prefix], types: ['Need'] }), []);
    });

    it('moves on past what is not wanted, while it catches up and while it waits', async () => {
      const body = freshBody();
      const start = await fromNow(store());
      const filter = { streamPrefixes: [`commission-${body}-`], types: ['NeedIdentified'] };
      const before = await fill(store(), commissionStream(body, 1), 60);
      const follower = startFollower(store(), { ...start, filter, pageSize: 10 });
      const behind = await follower.until(caughtUp);
      assert.deepEqual(eventsOf(body, behind), []);
      assert.ok((behind.at(-1)?.position ?? '') >= before.last.position);
      await fill(store(), commissionStream(body, 2), 400);
      const moved = await follower.until((page) => page.position > before.last.position);
      assert.deepEqual(eventsOf(body, moved), []);
      const wanted = await fill(store(), commissionStream(body, 3), 1, () => ({ type: 'NeedIdentified' }));
      const came = await follower.until(past(wanted.last.position));
      assert.deepEqual(idsOf(eventsOf(body, came)), idsOf(wanted.events));
      await follower.leave();
    });

    it('holds nothing up for a slow reader, and loses nothing', async () => {
      const body = freshBody();
      const start = await fromNow(store());
      const first = await fill(store(), commissionStream(body, 1), 2);
      const slow = startFollower(store(), { ...start, pageSize: 100 });
      const quick = startFollower(store(), { ...start, pageSize: 100 });
      const taken = [await slow.next()];
      const second = await fill(store(), commissionStream(body, 2), 2_500);
      const all = idsOf([...first.events, ...second.events]);
      assert.deepEqual(idsOf(eventsOf(body, await quick.until(past(second.last.position)))), all);
      taken.push(...(await slow.until(past(second.last.position))));
      assert.deepEqual(idsOf(eventsOf(body, taken)), all);
      await slow.leave();
      await quick.leave();
    });

    it('ends quietly and at once by its signal: before it began, with more to give, and while it waits', async () => {
      const start = await fromNow(store());
      const { last } = await fill(store(), commissionStream(freshBody(), 1), 50);

      const never = startFollower(store(), start);
      never.abort.abort();
      assert.equal((await never.result()).done, true);

      const behind = startFollower(store(), { ...start, pageSize: 5 });
      await behind.next();
      behind.abort.abort();
      assert.equal((await behind.result()).done, true);

      const waiting = startFollower(store(), { after: last.position });
      await waiting.until(caughtUp);
      const pending = waiting.result();
      await untilItWaits();
      waiting.abort.abort();
      // On a shared server somebody else's event may have come first.
      if ((await pending).done !== true) assert.equal((await waiting.result()).done, true);
      assert.equal((await waiting.result()).done, true);
    });

    it('leaves nothing behind when the reader breaks off', async () => {
      const start = await fromNow(store());
      const { last } = await fill(store(), commissionStream(freshBody(), 1), 10);
      const { signal } = new AbortController();
      for (let time = 0; time < 3; time += 1)
        for await (const page of store().follow({ ...start, signal, pageSize: 3 })) {
          assert.ok(page.position.length > 0);
          break;
        }
      for await (const page of store().follow({ ...start, signal })) if (page.caughtUp) break;
      await assert.rejects(async () => {
        for await (const page of store().follow({ ...start, signal }))
          if (page.caughtUp) throw new Error('the reader failed');
      }, /the reader failed/);
      const woken = store().follow({ after: last.position, signal })[Symbol.asyncIterator]();
      await woken.next();
      const pending = woken.next();
      await untilItWaits();
      await fill(store(), commissionStream(freshBody(), 1), 1);
      await pending;
      await woken.return?.();
      assert.equal(getEventListeners(signal, 'abort').length, 0);
    });
  });
};
