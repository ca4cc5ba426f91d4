import * as assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { it } from '@commissioning/contract';
import type { EventBus } from '../port';
import { filled, idsOf, left, messagesFor, right, startTaker } from './asking';

export const closing = (
  open: () => Promise<EventBus>,
  reopen: (() => Promise<EventBus>) | undefined,
): void => {
  it('answers that it is not available, and ends subscriptions quietly', async () => {
    const bus = await open();
    const { stream } = await filled(bus, 1);
    const taker = startTaker(bus, { stream: stream.name, name: 'one' });
    await taker.take(1);
    const pending = taker.result();
    await delay(50);
    await bus.close();
    assert.equal((await pending).done, true);
    assert.equal(left(await bus.last(stream.name)())._tag, 'BusUnavailable');
    assert.equal(left(await bus.declare(stream)())._tag, 'BusUnavailable');
    assert.equal(left(await bus.publish(stream.name, 1, messagesFor(stream, 1))())._tag, 'BusUnavailable');
    await bus.close();
  });

  if (reopen === undefined) return;
  it('and opened again has everything, and every subscription where it was left', async () => {
    const before = await open();
    const { stream, messages } = await filled(before, 6);
    const first = startTaker(before, { stream: stream.name, name: 'one', pageSize: 2 });
    await first.take(2);
    await first.leave();
    await before.close();
    const after = await reopen();
    right(await after.declare(stream)());
    assert.equal(right(await after.last(stream.name)())?.id, messages[5]?.id);
    const second = startTaker(after, { stream: stream.name, name: 'one' });
    assert.deepEqual(idsOf(await second.take(4)), idsOf(messages.slice(2)));
    await second.leave();
    await after.close();
  });
};
