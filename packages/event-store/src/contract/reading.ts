import * as assert from 'node:assert/strict';
import { describe, it } from '@commissioning/contract';
import type { EventPage } from '../port';
import {
  append,
  collect,
  fill,
  fromNow,
  headOf,
  idsOf,
  lastOf,
  ofBody,
  type Subject,
  wholeStream,
} from './asking';
import { commissionStream, freshBody, storedEventsFor } from './stored-events';

const revisionsOf = async (pages: AsyncIterable<EventPage>): Promise<ReadonlyArray<number>> =>
  (await collect(pages)).map((event) => event.revision);

/** The same place in a log that does not exist: what stands before the colon is the log's id. */
const inAnotherLog = (position: string): string => `nosuchlog${position.slice(position.indexOf(':'))}`;

export const reading = (store: Subject): void => {
  describe('readStream', () => {
    it('gives nothing of a stream that does not exist', async () => {
      assert.deepEqual(await collect(store().readStream(commissionStream(freshBody(), 1))), []);
    });

    it('gives the events from one revision to another, both included', async () => {
      const stream = commissionStream(freshBody(), 1);
      await fill(store(), stream, 6);
      const asked = (range?: { from?: number; to?: number }) =>
        revisionsOf(store().readStream(stream, range));
      assert.deepEqual(await asked(), [0, 1, 2, 3, 4, 5]);
      assert.deepEqual(await asked({ from: 4 }), [4, 5]);
      assert.deepEqual(await asked({ to: 1 }), [0, 1]);
      assert.deepEqual(await asked({ from: 2, to: 3 }), [2, 3]);
      assert.deepEqual(await asked({ from: 3, to: 3 }), [3]);
      assert.deepEqual(await asked({ from: 4, to: 99 }), [4, 5]);
      assert.deepEqual(await asked({ from: 6 }), []);
      assert.deepEqual(await asked({ from: 3, to: 2 }), []);
    });

    it('gives a long stream whole and in order, in pages of 1,000 at the most', async () => {
      const stream = commissionStream(freshBody(), 1);
      const { events } = await fill(store(), stream, 2_300);
      for await (const page of store().readStream(stream)) assert.ok(page.length <= 1_000);
      assert.deepEqual(idsOf(await wholeStream(store(), stream)), idsOf(events));
    });

    it('does not take one stream for another that begins like it', async () => {
      const body = freshBody();
      await fill(store(), commissionStream(body, 1), 2);
      await fill(store(), `${commissionStream(body, 1)}1`, 3);
      assert.equal((await wholeStream(store(), commissionStream(body, 1))).length, 2);
    });
  });

  describe('readAll', () => {
    const twoStreams = async (): Promise<{
      readonly body: string;
      readonly start: { readonly after?: string };
      readonly ids: ReadonlyArray<string>;
    }> => {
      const body = freshBody();
      const start = await fromNow(store());
      const [a, b] = [commissionStream(body, 1), commissionStream(body, 2)];
      const [ofA, ofB] = [storedEventsFor(a, 0, 12), storedEventsFor(b, 0, 12)];
      const ids: Array<string> = [];
      for (let from = 0; from < 12; from += 3) {
        await append(store(), a, from - 1, ofA.slice(from, from + 3));
        await append(store(), b, from - 1, ofB.slice(from, from + 3));
        ids.push(...idsOf(ofA.slice(from, from + 3)), ...idsOf(ofB.slice(from, from + 3)));
      }
      return { body, start, ids };
    };

    it('gives every event once, in the order in which it was appended, whatever the size of the pages', async () => {
      const { body, start, ids } = await twoStreams();
      for (const pageSize of [1, 7, 24, 1_000]) {
        const pages = store().readAll({ ...start, pageSize });
        const read: Array<string> = [];
        for await (const page of pages) {
          assert.ok(page.length > 0 && page.length <= pageSize);
          read.push(...idsOf(ofBody(body, page)));
        }
        assert.deepEqual(read, ids);
      }
    });

    it('gives positions that ascend as strings, carry the log’s id, and are those that readStream gives', async () => {
      const { body, start } = await twoStreams();
      const read = await collect(store().readAll(start));
      const positions = read.map((event) => event.position);
      assert.deepEqual([...new Set(positions)].sort(), positions);
      const logIds = new Set(positions.map((position) => position.slice(0, position.indexOf(':'))));
      assert.equal(logIds.size, 1);
      assert.ok(!logIds.has(''));
      const stream = commissionStream(body, 1);
      assert.deepEqual(
        await collect(store().readStream(stream)),
        read.filter((event) => event.stream === stream),
      );
    });

    it('continues after any position without loss or repetition', async () => {
      const { body, start, ids } = await twoStreams();
      const read = ofBody(body, await collect(store().readAll(start)));
      for (const [index, event] of read.entries()) {
        const rest = ofBody(body, await collect(store().readAll({ after: event.position, pageSize: 5 })));
        assert.deepEqual(idsOf(rest), ids.slice(index + 1));
      }
    });

    it('ends where the log ended when it was asked', async () => {
      const { body, start, ids } = await twoStreams();
      const pages = store()
        .readAll({ ...start, pageSize: 4 })
        [Symbol.asyncIterator]();
      const first = await pages.next();
      await fill(store(), commissionStream(body, 3), 2);
      const rest = await collect({ [Symbol.asyncIterator]: () => pages });
      assert.deepEqual(idsOf(ofBody(body, [...((first.value ?? []) as EventPage), ...rest])), ids);
    });

    it('can be left in the middle', async () => {
      const { body, start, ids } = await twoStreams();
      for await (const page of store().readAll({ ...start, pageSize: 2 })) {
        assert.ok(page.length > 0);
        break;
      }
      assert.deepEqual(idsOf(ofBody(body, await collect(store().readAll(start)))), ids);
    });

    it('refuses a position of another log, and what is no position', async () => {
      const { last } = await fill(store(), commissionStream(freshBody(), 1), 1);
      const signal = new AbortController().signal;
      for (const after of [inAnotherLog(last.position), 'not a position', '']) {
        await assert.rejects(store().readAll({ after })[Symbol.asyncIterator]().next(), /position/i);
        await assert.rejects(store().follow({ after, signal })[Symbol.asyncIterator]().next(), /position/i);
      }
    });
  });

  describe('last', () => {
    it('is the event that was appended last, whole, whichever stream it went to', async () => {
      const body = freshBody();
      for (const number of [1, 2, 1_000]) {
        const stream = commissionStream(body, number);
        await fill(store(), stream, 3);
        const [found] = ofBody(
          body,
          [await lastOf(store())].flatMap((event) => event ?? []),
        );
        // On a shared server somebody else may have been later.
        if (found !== undefined) assert.deepEqual(found, (await wholeStream(store(), stream)).at(-1));
      }
    });

    it('stands where the log ends', async () => {
      const { last } = await fill(store(), commissionStream(freshBody(), 1), 2);
      const [found, head] = [await lastOf(store()), await headOf(store())];
      assert.ok(found !== undefined && head !== undefined);
      assert.ok(found.position >= last.position && found.position <= head);
    });
  });

  describe('head', () => {
    it('is never before what was acknowledged, and never goes back', async () => {
      const body = freshBody();
      let before = (await headOf(store())) ?? '';
      for (const number of [1, 2, 3]) {
        const { last } = await fill(store(), commissionStream(body, number), 2);
        const head = await headOf(store());
        assert.ok(head !== undefined && head >= last.position && head > before);
        before = head;
      }
    });

    it('is where reading ends', async () => {
      const { last } = await fill(store(), commissionStream(freshBody(), 1), 1);
      const head = (await headOf(store())) ?? '';
      const later = await collect(store().readAll({ after: head }));
      assert.ok(later.every((event) => event.position > last.position));
    });
  });
};
