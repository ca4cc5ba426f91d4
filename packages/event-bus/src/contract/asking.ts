import * as assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type * as E from 'fp-ts/Either';
import type { BusMessage, BusStream, Delivery, EventBus, KeptMessage, SubscribeOptions } from '../port';

export type Subject = () => EventBus;

/** The answer, or the test fails. */
export const right = <A>(answer: E.Either<unknown, A>): A => {
  if (answer._tag === 'Left') assert.fail(JSON.stringify(answer.left));
  return answer.right;
};

/** The failure, or the test fails. */
export const left = <F>(answer: E.Either<F, unknown>): F => {
  if (answer._tag === 'Right') assert.fail('it was done, and should not have been');
  return answer.left;
};

/** A stream that nobody else publishes to: a bus may be shared, and hold other people's. */
export const freshStream = (): BusStream => {
  const own = randomUUID().replaceAll('-', '');
  return { name: `CONTRACT_${own}`, subjects: `contract.${own}.>` };
};

/** The nth message for a stream; `about` is a part of its subject. */
export const messageFor = ({ subjects }: BusStream, number: number, about = 'one'): BusMessage => ({
  id: randomUUID(),
  subject: subjects.replace('>', `${about}.happened`),
  contentType: 'application/json',
  body: JSON.stringify({ number, text: `Nº ${number} – “£5”` }),
});

export const messagesFor = (stream: BusStream, count: number, from = 1): ReadonlyArray<BusMessage> =>
  Array.from({ length: count }, (_each, index) => messageFor(stream, from + index));

/** A stream with messages in it. */
export const filled = async (
  bus: EventBus,
  count: number,
): Promise<{ readonly stream: BusStream; readonly messages: ReadonlyArray<BusMessage> }> => {
  const stream = freshStream();
  right(await bus.declare(stream)());
  const messages = messagesFor(stream, count);
  assert.equal(right(await bus.publish(stream.name, 0, messages)()), count);
  return { stream, messages };
};

export const idsOf = (messages: ReadonlyArray<BusMessage>): ReadonlyArray<string> =>
  messages.map(({ id }) => id);

/** A subscriber under a test's hand. */
export interface Taker {
  readonly next: () => Promise<Delivery>;
  /** Takes and handles until it has so many messages. */
  readonly take: (count: number) => Promise<ReadonlyArray<KeptMessage>>;
  readonly result: () => Promise<IteratorResult<Delivery, unknown>>;
  readonly abort: () => void;
  /** Goes away without another word. */
  readonly leave: () => Promise<void>;
}

export const startTaker = (bus: EventBus, options: Omit<SubscribeOptions, 'signal'>): Taker => {
  const abort = new AbortController();
  const deliveries = bus.subscribe({ ...options, signal: abort.signal })[Symbol.asyncIterator]();
  const next = async (): Promise<Delivery> => {
    const step = await deliveries.next();
    if (step.done === true) assert.fail('a subscription ended by itself');
    return step.value;
  };
  return {
    next,
    take: async (count) => {
      const taken: Array<KeptMessage> = [];
      while (taken.length < count) {
        const { messages, handled } = await next();
        taken.push(...messages);
        right(await handled());
      }
      return taken;
    },
    result: () => deliveries.next(),
    abort: () => abort.abort(),
    leave: async () => {
      abort.abort();
      await deliveries.return?.();
    },
  };
};
