import {
  type AdoptedRules,
  bodyCourseOf,
  bodyCourseTypes,
  type CommissionEvent,
  type Course,
  courseOf,
  courseTypes,
  registry,
  type RuleBookData,
  type RuleBookEvent,
} from '@commissioning/domain';
import { type EventStore, EventStoreError, type StoreUnavailable } from '@commissioning/event-store';
import { bodyOf, BodyId, type CalendarDate, type Happened, streamName } from '@commissioning/kernel';
import { happened, type KeyStore } from '@commissioning/record';
import type { Unreadable } from '@services/commands';
import * as E from 'fp-ts/Either';

interface Ports {
  readonly events: EventStore;
  readonly keys: KeyStore;
}

/** Every shape in which events of these types were ever stored. */
export const storedTypesOf = (types: ReadonlyArray<string>): ReadonlyArray<string> =>
  registry.definitions
    .filter(({ type }) => types.includes(type))
    .flatMap(({ versions }) => versions.map(({ storedType }) => storedType));

const forCourse = new Set(storedTypesOf(courseTypes));
const inBook = new Set(storedTypesOf(bodyCourseTypes));

/** A stream as far as it has been read: the events that matter, and the revision up to which it was looked through. */
interface Held {
  readonly revision: number;
  readonly events: ReadonlyArray<Happened>;
}

/** Streams that are held, so that of one that grows only what is new is read. */
const streamsHeld = 200;

/** Reads the courses of duties. */
export interface Courses {
  /**
   * The course of a commission up to the beginning of a day, as its stream and the rule book have it now; of a body’s id,
   * that of what it owes for itself.
   */
  readonly upTo: (
    owner: string,
    today: CalendarDate,
  ) => Promise<E.Either<StoreUnavailable | Unreadable, Course>>;
}

export const coursesOver = ({ events, keys }: Ports): Courses => {
  const held = new Map<string, Held>();

  const keep = (stream: string, now: Held): void => {
    held.delete(stream);
    held.set(stream, now);
    const oldest = held.size > streamsHeld ? held.keys().next().value : undefined;
    if (oldest !== undefined) held.delete(oldest);
  };

  /** The events of a stream that are of these types, opened as far as those who work on the matter may see. */
  const readStream = async (
    stream: string,
    types: ReadonlySet<string>,
  ): Promise<E.Either<StoreUnavailable | Unreadable, ReadonlyArray<Happened>>> => {
    const before = held.get(stream) ?? { revision: -1, events: [] };
    let { revision } = before;
    const read: Array<Happened> = [];
    try {
      for await (const page of events.readStream(stream, { from: revision + 1 }))
        for (const event of page) {
          ({ revision } = event);
          if (!types.has(event.type)) continue;
          const opened = happened(registry, keys, event, 'official');
          if (E.isLeft(opened)) return E.left({ _tag: 'Unreadable', stream, revision, cause: opened.left });
          read.push(opened.right);
        }
    } catch (error) {
      if (error instanceof EventStoreError) return E.left(error.failure);
      throw error;
    }
    const now = { revision, events: read.length === 0 ? before.events : [...before.events, ...read] };
    keep(stream, now);
    return E.right(now.events);
  };

  return {
    upTo: async (owner, today) => {
      const book = await readStream(streamName('rulebook', bodyOf(owner)), inBook);
      if (E.isLeft(book)) return book;
      const adopted = book.right
        .filter(({ type }) => type === 'RulesAdopted')
        .map(({ data, metadata }): AdoptedRules => ({
          adoptedAt: metadata.recordedAt,
          rules: data as RuleBookData,
        }));
      if (BodyId.is(owner))
        return E.right(bodyCourseOf(book.right as ReadonlyArray<Happened<RuleBookEvent>>, adopted, today));
      const commission = await readStream(streamName('commission', owner), forCourse);
      if (E.isLeft(commission)) return commission;
      return E.right(courseOf(commission.right as ReadonlyArray<Happened<CommissionEvent>>, adopted, today));
    },
  };
};
