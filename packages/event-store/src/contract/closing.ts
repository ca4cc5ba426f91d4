import * as assert from 'node:assert/strict';
import { it } from '@commissioning/contract';
import type { StoredEvent } from '@commissioning/record';
import * as E from 'fp-ts/Either';
import { type EventStore, EventStoreError, noStream } from '../port';
import { append, collect, fill, headOf, idsOf, untilItWaits, wholeStream } from './asking';
import { commissionStream, freshBody, storedEventsFor } from './stored-events';

const unavailable = (error: unknown): boolean =>
  error instanceof EventStoreError && error.failure._tag === 'StoreUnavailable';

export const closing = (
  open: () => Promise<EventStore>,
  reopen: (() => Promise<EventStore>) | undefined,
): void => {
  it('finishes the appends under way, then refuses, and may be called again', async () => {
    const store = await open();
    const body = freshBody();
    const underWay = Array.from({ length: 8 }, (_, number) => {
      const stream = commissionStream(body, number);
      return append(store, stream, noStream, storedEventsFor(stream, 0, 2));
    });
    await store.close();
    assert.deepEqual(
      (await Promise.all(underWay)).map(({ revision }) => revision),
      Array(8).fill(1),
    );
    const stream = commissionStream(body, 9);
    for (const late of [
      await store.append(stream, noStream, storedEventsFor(stream, 0, 1))(),
      await store.head(),
      await store.last(),
    ])
      assert.equal(E.isLeft(late) && late.left._tag, 'StoreUnavailable');
    await assert.rejects(collect(store.readStream(stream)), unavailable);
    await assert.rejects(collect(store.readAll()), unavailable);
    await store.close();
  });

  it('ends those who follow, quietly', async () => {
    const store = await open();
    const { last } = await fill(store, commissionStream(freshBody(), 1), 3);
    const { signal } = new AbortController();
    const follow = async (): Promise<void> => {
      for await (const page of store.follow({ after: last.position, signal }))
        assert.ok(page.position >= last.position);
    };
    const followers = [follow(), follow()];
    await untilItWaits();
    await store.close();
    await Promise.all([...followers, follow()]);
  });

  if (reopen !== undefined)
    it('leaves a log that is the same when opened again', async () => {
      const store = await open();
      const stream = commissionStream(freshBody(), 1);
      const events = storedEventsFor(stream, 0, 4);
      const [a, b, c, d] = events as [StoredEvent, StoredEvent, StoredEvent, StoredEvent];
      const answer = await append(store, stream, noStream, [a, b]);
      const before = await wholeStream(store, stream);
      await store.close();

      const again = await reopen();
      assert.deepEqual(await wholeStream(again, stream), before);
      assert.deepEqual(await append(again, stream, noStream, [a, b]), answer);
      const { position } = await append(again, stream, 1, [c, d]);
      assert.ok(((await headOf(again)) ?? '') >= position);
      const later = await collect(again.readAll({ after: answer.position }));
      assert.deepEqual(idsOf(later.filter((event) => event.stream === stream)), idsOf([c, d]));
      await again.close();
    });
};
