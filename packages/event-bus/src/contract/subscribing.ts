import * as assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, it } from '@commissioning/contract';
import { EventBusError } from '../port';
import {
  filled,
  freshStream,
  idsOf,
  messageFor,
  messagesFor,
  right,
  startTaker,
  type Subject,
} from './asking';

export const subscribing = (bus: Subject): void => {
  describe('subscribe', () => {
    it('gives what is there and then what comes, each message once, in order and as it was published', async () => {
      const { stream, messages } = await filled(bus(), 30);
      const taker = startTaker(bus(), { stream: stream.name, name: 'one', pageSize: 8 });
      const taken = [...(await taker.take(30))];
      const more = messagesFor(stream, 5, 31);
      const waiting = taker.take(5);
      right(await bus().publish(stream.name, 30, more)());
      taken.push(...(await waiting));
      assert.deepEqual(
        taken,
        [...messages, ...more].map((message, index) => ({ ...message, sequence: index + 1 })),
      );
      await taker.leave();
    });

    it('holds no more messages in a delivery than asked', async () => {
      const { stream } = await filled(bus(), 20);
      const taker = startTaker(bus(), { stream: stream.name, name: 'one', pageSize: 6 });
      for (let taken = 0; taken < 20;) {
        const { messages, handled } = await taker.next();
        assert.ok(messages.length > 0 && messages.length <= 6);
        taken += messages.length;
        right(await handled());
      }
      await taker.leave();
    });

    it('goes on under its name where it was left, with all that came meanwhile', async () => {
      const { stream, messages } = await filled(bus(), 10);
      const first = startTaker(bus(), { stream: stream.name, name: 'one', pageSize: 4 });
      const before = await first.take(4);
      await first.leave();
      const more = messagesFor(stream, 10, 11);
      right(await bus().publish(stream.name, 10, more)());
      const second = startTaker(bus(), { stream: stream.name, name: 'one', pageSize: 100 });
      const after = await second.take(16);
      await second.leave();
      assert.deepEqual(idsOf([...before, ...after]), idsOf([...messages, ...more]));
    });

    it('gives again what was not handled, before all that follows', async () => {
      const { stream, messages } = await filled(bus(), 9);
      const first = startTaker(bus(), { stream: stream.name, name: 'one', pageSize: 3 });
      await first.take(3);
      const lost = await first.next();
      await first.leave();
      const second = startTaker(bus(), { stream: stream.name, name: 'one', pageSize: 3 });
      const again = await second.take(6);
      await second.leave();
      assert.deepEqual(idsOf(again).slice(0, lost.messages.length), idsOf(lost.messages));
      assert.deepEqual(idsOf(again), idsOf(messages.slice(3)));
    });

    it('keeps each name’s place apart', async () => {
      const { stream, messages } = await filled(bus(), 5);
      const one = startTaker(bus(), { stream: stream.name, name: 'one' });
      await one.take(5);
      await one.leave();
      const other = startTaker(bus(), { stream: stream.name, name: 'other' });
      assert.deepEqual(idsOf(await other.take(5)), idsOf(messages));
      await other.leave();
    });

    it('gives only the subjects wanted', async () => {
      const stream = freshStream();
      right(await bus().declare(stream)());
      const messages = Array.from({ length: 12 }, (_each, index) =>
        messageFor(stream, index, ['north', 'south', 'east'][index % 3]),
      );
      right(await bus().publish(stream.name, 0, messages)());
      const subjects = stream.subjects.replace('>', 'south.*');
      const taker = startTaker(bus(), { stream: stream.name, name: 'one', subjects, pageSize: 3 });
      const taken = await taker.take(4);
      await taker.leave();
      assert.deepEqual(idsOf(taken), idsOf(messages.filter(({ subject }) => subject.includes('south'))));
    });

    it('ends quietly and at once by its signal: before it began, and while it waits', async () => {
      const { stream } = await filled(bus(), 1);
      const never = startTaker(bus(), { stream: stream.name, name: 'never' });
      never.abort();
      assert.equal((await never.result()).done, true);
      const waits = startTaker(bus(), { stream: stream.name, name: 'waits' });
      await waits.take(1);
      const pending = waits.result();
      await delay(50);
      waits.abort();
      assert.equal((await pending).done, true);
    });

    it('says of a stream that is not there that it is not', async () => {
      const taker = startTaker(bus(), { stream: freshStream().name, name: 'one' });
      await assert.rejects(taker.result(), EventBusError);
    });
  });
};
