import type { EventStore } from '@commissioning/event-store';
import type { Progress, ReadStore } from '@commissioning/read-store';
import * as E from 'fp-ts/Either';
import { untilSettled } from './persevering';

/** The log that a position belongs to: read models outlive a log that is replaced, and what is noted of it. */
export const logOf = (position: string): string => position.split(':', 1)[0] ?? '';

interface Ports {
  readonly events: EventStore;
  readonly reads: ReadStore;
}

/** Up to where somebody has come in the log that is there now; undefined where that has not begun, or the signal came first. */
export const progressIn = async (
  { events, reads }: Ports,
  name: (log: string) => string,
  signal: AbortSignal,
): Promise<Progress | undefined> => {
  const read = await untilSettled(
    signal,
    async (): Promise<E.Either<unknown, Progress | undefined>> => {
      const head = await events.head();
      if (E.isLeft(head)) return head;
      return head.right === undefined ? E.right(undefined) : reads.progress(name(logOf(head.right)))();
    },
    () => true,
  );
  return read !== undefined && E.isRight(read) ? read.right : undefined;
};
