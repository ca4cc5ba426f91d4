import { EventStoreError, type EventStore, type StoreUnavailable } from '@commissioning/event-store';
import { type BodyId, type CommissionRef, streamName } from '@commissioning/kernel';
import type { RecordedEvent } from '@commissioning/record';
import * as E from 'fp-ts/Either';
import { type InTurn, makeTurns } from './turns';

/** The references of one body and year that have been given out, and which command each of them answered. */
interface Known {
  next: number;
  readonly byCommand: Map<string, CommissionRef>;
}

/** The references that commissions are begun under. */
export interface References {
  /**
   * The reference a command was answered with before, else the next one that nobody has. Two commands may be given the
   * same one; creating the stream decides, and the other asks again.
   */
  readonly referenceFor: (
    body: BodyId,
    year: number,
    commandId: string,
  ) => Promise<E.Either<StoreUnavailable, CommissionRef>>;
  /** Lets those who take a reference in this process do so one after the other, so that they do not race for it. */
  readonly inTurn: InTurn;
}

const referenceOf = (body: BodyId, year: number, number: number): CommissionRef =>
  `${body}-${year}-${String(number).padStart(4, '0')}` as CommissionRef;

const firstEventOf = async (events: EventStore, stream: string): Promise<RecordedEvent | undefined> => {
  for await (const page of events.readStream(stream, { from: 0, to: 0 })) return page[0];
  return undefined;
};

/**
 * Numbers run without a gap within a body and year, and creating the stream is what takes one: the log itself is the
 * list. Each stream's first event is read once, so that a command repeated after a crash finds what it began.
 */
export const referencesOf = (events: EventStore): References => {
  const known = new Map<string, Known>();

  const referenceFor: References['referenceFor'] = async (body, year, commandId) => {
    const key = `${body}-${year}`;
    const seen: Known = known.get(key) ?? { next: 1, byCommand: new Map() };
    known.set(key, seen);
    try {
      for (;;) {
        // Others may look at the same time: what was read belongs to the number it was read for.
        const number = seen.next;
        const first = await firstEventOf(events, streamName('commission', referenceOf(body, year, number)));
        if (first === undefined) break;
        seen.byCommand.set(first.metadata.commandId, referenceOf(body, year, number));
        seen.next = Math.max(seen.next, number + 1);
      }
    } catch (error) {
      if (error instanceof EventStoreError) return E.left(error.failure);
      throw error;
    }
    return E.right(seen.byCommand.get(commandId) ?? referenceOf(body, year, seen.next));
  };

  return { referenceFor, inTurn: makeTurns() };
};
