import { aggregates, type CommissionEvent, type CommissionState, registry } from '@commissioning/domain';
import { type EventStore, EventStoreError, type StreamRange } from '@commissioning/event-store';
import { problem, type Problem } from '@commissioning/http';
import {
  type Clearance,
  type DomainEvent,
  effectiveAt,
  type Happened,
  type JsonObject,
  streamName,
} from '@commissioning/kernel';
import type { DocumentKey } from '@commissioning/projecting';
import type { Moment } from '@commissioning/read-store';
import { happened, type KeyStore } from '@commissioning/record';
import { commissionFile, type HistoryEntry, historyOf } from '@projections/commission-file';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import * as TE from 'fp-ts/TaskEither';
import type { TaskEither } from 'fp-ts/TaskEither';

export interface ReplayPorts {
  readonly events: EventStore;
  readonly keys: KeyStore;
}

/** The documents of one commission's file, by collection and id. */
export type FileAsAt = ReadonlyMap<string, JsonObject>;

const nameOf = ({ collection, id }: DocumentKey): string => `${collection}:${id}`;

const counts = (event: Happened, { asAt, knownAt }: Moment): boolean =>
  (asAt === undefined || effectiveAt(event.metadata) <= asAt) &&
  (knownAt === undefined || event.metadata.recordedAt <= knownAt);

const take = (documents: Map<string, JsonObject>, event: Happened<CommissionEvent>): void => {
  for (const key of commissionFile.keys(event)) {
    const after = commissionFile.project(event, key, documents.get(nameOf(key)), (other) =>
      documents.get(nameOf(other)),
    );
    if (after === undefined) documents.delete(nameOf(key));
    else documents.set(nameOf(key), after);
  }
};

const unreadable = (stream: string, revision: number, why: string): Problem =>
  problem(500, 'unreadable', `Event ${revision} of ${stream} cannot be read.`, why);

/** Takes in the events of one stream, as far as a clearance opens them, until one ends it. */
export const overStream =
  <Event extends DomainEvent, A>(
    { events, keys }: ReplayPorts,
    stream: string,
    { clearance, ...range }: StreamRange & { readonly clearance: Clearance },
    begun: A,
    step: (before: A, event: Happened<Event>) => A,
    ended: (after: A) => boolean = () => false,
  ): TaskEither<Problem, A> =>
  async () => {
    let reached = begun;
    try {
      for await (const page of events.readStream(stream, range))
        for (const each of page) {
          const event = happened(registry, keys, each, clearance);
          if (E.isLeft(event)) return E.left(unreadable(stream, each.revision, event.left._tag));
          reached = step(reached, event.right as Happened<Event>);
          if (ended(reached)) return E.right(reached);
        }
    } catch (error) {
      if (error instanceof EventStoreError)
        return E.left(problem(503, 'unavailable', 'The record cannot be reached at the moment.'));
      throw error;
    }
    return E.right(reached);
  };

/** Takes in a commission's own events from a revision on, as those on the matter may see them, until one ends it. */
const overEvents = <A>(
  ports: ReplayPorts,
  reference: string,
  range: StreamRange,
  begun: A,
  step: (before: A, event: Happened<CommissionEvent>) => A,
  ended?: (after: A) => boolean,
): TaskEither<Problem, A> =>
  overStream(
    ports,
    streamName('commission', reference),
    { ...range, clearance: commissionFile.sees },
    begun,
    step,
    ended,
  );

/** A commission as its events leave it now, for what its rules say of who may read. */
export const commissionState = (
  ports: ReplayPorts,
  reference: string,
): TaskEither<Problem, CommissionState> =>
  overEvents(ports, reference, {}, aggregates.commission.initial, aggregates.commission.evolve);

/**
 * One commission as it stood at a moment: its own events, and no other, through the same function that makes its file.
 * Empty when there was nothing of it yet.
 */
export const commissionAsAt = (
  ports: ReplayPorts,
  reference: string,
  at: Moment,
): TaskEither<Problem, FileAsAt> =>
  overEvents(ports, reference, {}, new Map<string, JsonObject>(), (documents, event) => {
    if (counts(event, at)) take(documents, event);
    return documents;
  });

/** A page of a history: its entries, and the revision with which the next page begins. */
interface HistoryPage {
  readonly entries: ReadonlyArray<HistoryEntry>;
  readonly next: string | undefined;
  /** Whether nothing is recorded from where it was to begin. */
  readonly empty: boolean;
}

/** A page of the events of a commission that may be seen, oldest first, from a revision on. */
export const historyFrom = (
  ports: ReplayPorts,
  reference: string,
  from: number,
  limit: number,
  seen: (event: Happened<CommissionEvent>) => boolean,
): TaskEither<Problem, HistoryPage> => {
  const begun = { entries: [] as Array<HistoryEntry>, empty: true };
  const step = ({ entries }: typeof begun, event: Happened<CommissionEvent>): typeof begun => {
    if (seen(event)) entries.push(historyOf(event));
    return { entries, empty: false };
  };
  return pipe(
    // One more than asked for says whether it goes on, and where.
    overEvents(ports, reference, { from }, begun, step, ({ entries }) => entries.length > limit),
    TE.map(({ entries, empty }) => ({
      entries: entries.slice(0, limit),
      next: entries[limit] === undefined ? undefined : String(entries[limit].order),
      empty,
    })),
  );
};
