import * as assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from '@commissioning/contract';
import { filled, freshStream, left, messagesFor, right, type Subject } from './asking';

export const publishing = (bus: Subject): void => {
  describe('declare', () => {
    it('makes a stream, and finds it again', async () => {
      const stream = freshStream();
      right(await bus().declare(stream)());
      right(await bus().declare(stream)());
      assert.equal(right(await bus().last(stream.name)()), undefined);
    });

    it('leaves a stream alone that is kept otherwise, and says how it differs', async () => {
      const { stream, messages } = await filled(bus(), 2);
      const otherwise = { ...stream, subjects: `${stream.subjects.slice(0, -1)}other.>` };
      const failure = left(await bus().declare(otherwise)());
      assert.equal(failure._tag, 'DeclaredOtherwise');
      assert.deepEqual(
        failure._tag === 'DeclaredOtherwise' && failure.differences.map((each) => each.setting),
        ['subjects'],
      );
      assert.equal(right(await bus().last(stream.name)())?.id, messages[1]?.id);
      right(await bus().declare(stream)());
    });
  });

  describe('publish', () => {
    it('keeps messages in their order, as they were given, and says where the stream stands', async () => {
      const { stream, messages } = await filled(bus(), 3);
      const more = messagesFor(stream, 300, 4);
      assert.equal(right(await bus().publish(stream.name, 3, more)()), 303);
      assert.deepEqual(right(await bus().last(stream.name)()), { ...more[299], sequence: 303 });
      assert.equal(messages.length, 3);
    });

    it('of nothing does nothing', async () => {
      const { stream } = await filled(bus(), 1);
      assert.equal(right(await bus().publish(stream.name, 1, [])()), 1);
    });

    it('adds nothing where the stream ends elsewhere: further on, not so far, or empty', async () => {
      const { stream, messages } = await filled(bus(), 5);
      // Of five messages after the third, the third would follow the fifth that is there: the run must fail whole.
      for (const after of [0, 3, 7]) {
        const failure = left(await bus().publish(stream.name, after, messagesFor(stream, 5))());
        assert.deepEqual(failure, { _tag: 'Overtaken', stream: stream.name, after });
      }
      assert.equal(right(await bus().last(stream.name)())?.id, messages[4]?.id);
      const empty = freshStream();
      right(await bus().declare(empty)());
      assert.equal(left(await bus().publish(empty.name, 2, messagesFor(empty, 1))())._tag, 'Overtaken');
      assert.equal(right(await bus().last(empty.name)()), undefined);
    });

    it('counts what stands at just its place as published, and goes on after it', async () => {
      const { stream, messages } = await filled(bus(), 4);
      const more = messagesFor(stream, 2, 5);
      assert.equal(right(await bus().publish(stream.name, 2, [...messages.slice(2), ...more])()), 6);
      assert.equal(right(await bus().publish(stream.name, 0, messages)()), 4);
      assert.equal(right(await bus().last(stream.name)())?.id, more[1]?.id);
    });

    it('never keeps one id at another place', async () => {
      const { stream, messages } = await filled(bus(), 4);
      const failure = left(await bus().publish(stream.name, 4, messages.slice(1, 2))());
      assert.equal(failure._tag, 'Overtaken');
      assert.equal(right(await bus().last(stream.name)())?.sequence, 4);
    });

    it('of two at once lets one through: nothing of the other stands between', async () => {
      const { stream } = await filled(bus(), 1);
      const [one, other] = [messagesFor(stream, 150), messagesFor(stream, 150)];
      const answers = await Promise.all([
        bus().publish(stream.name, 1, one)(),
        bus().publish(stream.name, 1, other)(),
      ]);
      assert.deepEqual(answers.map(({ _tag }) => _tag).toSorted(), ['Left', 'Right']);
      const won = answers[0]?._tag === 'Right' ? one : other;
      assert.deepEqual(right(await bus().last(stream.name)()), { ...won[149], sequence: 151 });
    });

    it('and last say of a stream that is not there that it is not', async () => {
      const stream = `NOTHING_${randomUUID()}`;
      assert.deepEqual(left(await bus().last(stream)()), { _tag: 'NoSuchStream', stream });
    });
  });
};
