import * as assert from 'node:assert/strict';
import { describe, it } from '@commissioning/contract';
import type { JsonObject } from '@commissioning/kernel';
import { type StoredEvent, startOfChain } from '@commissioning/record';
import * as E from 'fp-ts/Either';
import { noStream } from '../port';
import {
  append,
  collect,
  conflicting,
  fill,
  fromNow,
  idsOf,
  ofBody,
  type Subject,
  wholeStream,
  withoutPosition,
} from './asking';
import { commissionStream, freshBody, storedEventsFor } from './stored-events';

const awkward: JsonObject = {
  title: 'Café “Zuflucht” — 安全 🛟 \u0000\u001f\u2028 \\ " /',
  'a key with / and ~': ['', null, true, false, [], {}],
  numbers: [0, -1, 0.1, 1e300, 5e-324, Number.MAX_SAFE_INTEGER],
  deep: { deeper: { deepest: [{ end: 'here' }] } },
  text: '{"not":"parsed"}',
};

const privateValues = {
  '/title': { salt: 'c2FsdA', value: { any: ['JSON', 1, null] } },
  '/deep/deeper': { subject: 'subject-1', iv: 'aXY', sealed: 'c2VhbGVk' },
};

export const appending = (store: Subject): void => {
  describe('append', () => {
    it('gives back what was written: data, metadata, private values, hashes, and each event’s place', async () => {
      const stream = commissionStream(freshBody(), 1);
      const events = storedEventsFor(stream, 0, 2, startOfChain, (revision) =>
        revision === 0 ? { type: 'NeedIdentified.v2', data: awkward, private: privateValues } : { data: {} },
      );
      const appended = await append(store(), stream, noStream, events);
      const read = await wholeStream(store(), stream);
      assert.deepEqual(
        read.map(withoutPosition),
        events.map((event, revision) => ({ ...event, stream, revision })),
      );
      assert.deepEqual(appended, { revision: 1, position: read[1]?.position });
    });

    it('carries an event of a megabyte', async () => {
      const stream = commissionStream(freshBody(), 1);
      const big = storedEventsFor(stream, 0, 1, startOfChain, () => ({
        data: { text: 'é'.repeat(20_000) + 'x'.repeat(960_000) },
      }));
      await append(store(), stream, noStream, big);
      const read = await wholeStream(store(), stream);
      assert.equal(read.length, 1);
      assert.equal(read[0]?.data['text'], big[0]?.data['text']);
    });

    it('continues a stream at the revision it is at', async () => {
      const stream = commissionStream(freshBody(), 1);
      const [first, second, third] = storedEventsFor(stream, 0, 3) as [StoredEvent, StoredEvent, StoredEvent];
      assert.equal((await append(store(), stream, noStream, [first])).revision, 0);
      assert.equal((await append(store(), stream, 0, [second, third])).revision, 2);
      assert.deepEqual(idsOf(await wholeStream(store(), stream)), idsOf([first, second, third]));
    });

    it('answers with the revision the stream is at when another was named, and writes nothing', async () => {
      const stream = commissionStream(freshBody(), 1);
      await conflicting(store(), stream, 0, noStream, storedEventsFor(stream, 1, 1));
      await conflicting(store(), stream, 7, noStream, storedEventsFor(stream, 8, 2));
      const { events } = await fill(store(), stream, 3);
      await conflicting(store(), stream, noStream, 2, storedEventsFor(stream, 0, 2));
      await conflicting(store(), stream, 1, 2, storedEventsFor(stream, 2, 1));
      await conflicting(store(), stream, 3, 2, storedEventsFor(stream, 4, 1));
      assert.deepEqual(idsOf(await wholeStream(store(), stream)), idsOf(events));
    });

    it('answers a repeat as the first time and writes nothing, also when later events followed', async () => {
      const stream = commissionStream(freshBody(), 1);
      const [opening, following, last] = [
        storedEventsFor(stream, 0, 2),
        storedEventsFor(stream, 2, 3),
        storedEventsFor(stream, 5, 1),
      ] as const;
      const answers = [
        await append(store(), stream, noStream, opening),
        await append(store(), stream, 1, following),
      ];
      assert.deepEqual(await append(store(), stream, 1, following), answers[1]);
      await append(store(), stream, 4, last);
      assert.deepEqual(await append(store(), stream, noStream, opening), answers[0]);
      assert.deepEqual(await append(store(), stream, 1, following), answers[1]);
      const read = await collect(store().readStream(stream));
      assert.deepEqual(idsOf(read), idsOf([...opening, ...following, ...last]));
    });

    it('writes once what is sent twice at the same time, and gives both senders the same answer', async () => {
      const stream = commissionStream(freshBody(), 1);
      const events = storedEventsFor(stream, 0, 2);
      const [one, other] = await Promise.all([
        append(store(), stream, noStream, events),
        append(store(), stream, noStream, events),
      ]);
      assert.deepEqual(one, other);
      assert.deepEqual(idsOf(await wholeStream(store(), stream)), idsOf(events));
    });

    it('calls a repeat that matches in part a conflict, and writes nothing', async () => {
      const stream = commissionStream(freshBody(), 1);
      const { events } = await fill(store(), stream, 3);
      const [a, b, c] = events as [StoredEvent, StoredEvent, StoredEvent];
      const fresh = storedEventsFor(stream, 3, 1, c.chainHash);
      await conflicting(store(), stream, noStream, 2, [a, b, c, ...fresh]);
      await conflicting(store(), stream, noStream, 2, [a, ...fresh]);
      await conflicting(store(), stream, noStream, 2, [...fresh, b]);
      await conflicting(store(), stream, noStream, 2, [b, a]);
      await conflicting(store(), stream, 0, 2, [a, b]);
      assert.deepEqual(idsOf(await wholeStream(store(), stream)), idsOf(events));
    });

    it('lets an event id stand once in a stream: again at its end it is a conflict', async () => {
      const stream = commissionStream(freshBody(), 1);
      const { events } = await fill(store(), stream, 2);
      const [first, second] = events as [StoredEvent, StoredEvent];
      const fresh = storedEventsFor(stream, 2, 1, second.chainHash);
      await conflicting(store(), stream, 1, 1, [second]);
      await conflicting(store(), stream, 1, 1, [first, second]);
      await conflicting(store(), stream, 1, 1, [...fresh, first]);
      assert.deepEqual(idsOf(await wholeStream(store(), stream)), idsOf(events));
    });

    it('keeps one stream’s ids apart from another’s', async () => {
      const body = freshBody();
      const events = storedEventsFor(commissionStream(body, 1), 0, 1);
      await append(store(), commissionStream(body, 1), noStream, events);
      await append(store(), commissionStream(body, 2), noStream, events);
      assert.deepEqual(idsOf(await collect(store().readStream(commissionStream(body, 2)))), idsOf(events));
    });

    it('refuses as bugs an append of nothing and an append with one id twice', async () => {
      const stream = commissionStream(freshBody(), 1);
      const [event, other] = storedEventsFor(stream, 0, 2) as [StoredEvent, StoredEvent];
      await assert.rejects(async () => store().append(stream, noStream, [])(), Error);
      await assert.rejects(async () => store().append(stream, noStream, [event, other, event])(), Error);
      assert.deepEqual(await collect(store().readStream(stream)), []);
    });

    it('lets exactly one of many writers at one revision win', async () => {
      const stream = commissionStream(freshBody(), 1);
      const attempts = Array.from({ length: 16 }, () => storedEventsFor(stream, 0, 1));
      const results = await Promise.all(attempts.map((events) => store().append(stream, noStream, events)()));
      const winners = attempts.filter((_, index) => {
        const result = results[index];
        return result !== undefined && E.isRight(result);
      });
      const refusals = results.filter(E.isLeft).map((result) => result.left);
      assert.equal(winners.length, 1);
      assert.deepEqual(refusals, Array(15).fill({ _tag: 'Conflict', stream, expected: noStream, actual: 0 }));
      assert.deepEqual(idsOf(await wholeStream(store(), stream)), idsOf(winners.flat()));
    });

    it('lets writers who try again all get through, with an unbroken chain behind them', async () => {
      const stream = commissionStream(freshBody(), 1);
      const write = async (): Promise<ReadonlyArray<string>> => {
        const written: Array<string> = [];
        while (written.length < 5) {
          const last = (await collect(store().readStream(stream))).at(-1);
          const revision = last?.revision ?? noStream;
          const events = storedEventsFor(stream, revision + 1, 1, last?.chainHash);
          const result = await store().append(stream, revision, events)();
          if (E.isRight(result)) written.push(...idsOf(events));
          else assert.equal(result.left._tag, 'Conflict');
        }
        return written;
      };
      const written = (await Promise.all(Array.from({ length: 6 }, write))).flat();
      const read = idsOf(await wholeStream(store(), stream));
      assert.equal(read.length, 30);
      assert.deepEqual([...read].sort(), [...written].sort());
    });

    it('takes appends to many streams at once', async () => {
      const body = freshBody();
      const start = await fromNow(store());
      const write = async (_: unknown, number: number): Promise<ReadonlyArray<StoredEvent>> => {
        const stream = commissionStream(body, number);
        const events = storedEventsFor(stream, 0, 3);
        for (const [revision, event] of events.entries())
          await append(store(), stream, revision - 1, [event]);
        return events;
      };
      const written = await Promise.all(Array.from({ length: 64 }, write));
      const read = ofBody(body, await collect(store().readAll(start)));
      assert.equal(read.length, 192);
      for (const [number, events] of written.entries()) {
        const mine = read.filter((event) => event.stream === commissionStream(body, number));
        assert.deepEqual(idsOf(mine), idsOf(events));
      }
    });
  });
};
