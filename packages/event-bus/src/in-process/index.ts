import { makeBell } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import {
  type BusMessage,
  type BusStream,
  type BusUnavailable,
  type Delivery,
  type EventBus,
  EventBusError,
  type KeptMessage,
  type SubscribeOptions,
} from '../port';
import { subjectMatches } from '../subject';

const engine = 'in-process';

const closedFailure = (operation: string): BusUnavailable => ({
  _tag: 'BusUnavailable',
  engine,
  operation,
  reason: 'it was closed',
});

interface Kept {
  readonly subjects: string;
  readonly messages: Array<KeptMessage>;
  readonly ids: Map<string, number>;
  /** By subscription: the sequence up to which everything was handled. */
  readonly handled: Map<string, number>;
}

/**
 * A bus that lives as long as this object and keeps all its messages: for tests, and for subscribers in the process of
 * the publisher.
 */
export const openInProcessEventBus = (): EventBus => {
  const streams = new Map<string, Kept>();
  const bell = makeBell();
  let closed = false;

  const asked = <A>(
    operation: string,
    stream: string,
    answer: (kept: Kept) => A,
  ): E.Either<BusUnavailable | { readonly _tag: 'NoSuchStream'; readonly stream: string }, A> => {
    if (closed) return E.left(closedFailure(operation));
    const kept = streams.get(stream);
    return kept === undefined ? E.left({ _tag: 'NoSuchStream', stream }) : E.right(answer(kept));
  };

  const declare: EventBus['declare'] =
    ({ name, subjects }: BusStream) =>
    async () => {
      if (closed) return E.left(closedFailure('declare'));
      const kept = streams.get(name);
      if (kept === undefined)
        streams.set(name, { subjects, messages: [], ids: new Map(), handled: new Map() });
      else if (kept.subjects !== subjects)
        return E.left({
          _tag: 'DeclaredOtherwise',
          stream: name,
          differences: [{ setting: 'subjects', wanted: subjects, found: kept.subjects }],
        });
      return E.right(undefined);
    };

  /** The sequence a message has after it was published; undefined where it cannot stand at its place. */
  const keep = (kept: Kept, place: number, message: BusMessage): number | undefined => {
    if (!subjectMatches(kept.subjects, message.subject))
      throw new Error(`${message.subject} is no subject of the stream, which keeps ${kept.subjects}`);
    const known = kept.ids.get(message.id);
    if (known !== undefined || kept.messages.length !== place - 1) return known === place ? place : undefined;
    kept.messages.push({ ...message, sequence: place });
    kept.ids.set(message.id, place);
    return place;
  };

  const publish: EventBus['publish'] = (stream, after, messages) => async () => {
    const published = asked('publish', stream, (kept) => {
      let last = after;
      for (const message of messages) {
        if (keep(kept, last + 1, message) === undefined) return E.left(last);
        last += 1;
      }
      return E.right(last);
    });
    bell.ring();
    if (E.isLeft(published)) return published;
    return E.isLeft(published.right)
      ? E.left({ _tag: 'Overtaken', stream, after: published.right.left })
      : E.right(published.right.right);
  };

  async function* subscribe(options: SubscribeOptions): AsyncGenerator<Delivery, void> {
    const { stream, name, subjects = '>', pageSize = 100, signal } = options;
    const found = asked('subscribe', stream, (kept) => kept);
    if (E.isLeft(found)) throw new EventBusError(found.left);
    const kept = found.right;
    let given = kept.handled.get(name) ?? 0;
    while (!closed && !signal.aborted) {
      const messages: Array<KeptMessage> = [];
      while (messages.length < pageSize && given < kept.messages.length) {
        const message = kept.messages[given];
        if (message !== undefined && subjectMatches(subjects, message.subject)) messages.push(message);
        given += 1;
      }
      if (messages.length === 0) {
        await bell.wait(signal);
        continue;
      }
      const upTo = given;
      const noteHandled = (): void => void kept.handled.set(name, upTo);
      const handled = async (): Promise<E.Either<BusUnavailable, void>> =>
        closed ? E.left(closedFailure('handled')) : E.right(noteHandled());
      yield { messages, handled };
      noteHandled();
    }
  }

  return {
    engine,
    declare,
    last: (stream) => async () => asked('last', stream, ({ messages }) => messages.at(-1)),
    publish,
    subscribe,
    close: async () => {
      closed = true;
      bell.ring();
    },
  };
};
