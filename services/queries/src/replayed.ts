import { type CommissionEvent, registry } from '@commissioning/domain';
import { type EventStore, EventStoreError, type StreamRange } from '@commissioning/event-store';
import { problem, type Problem } from '@commissioning/http';
import { effectiveAt, type Happened, type JsonObject, streamName } from '@commissioning/kernel';
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

const unreadable = (reference: string, revision: number, why: string): Problem =>
  problem(500, 'unreadable', `Event ${revision} of ${reference} cannot be read.`, why);

/** A commission's own events between two revisions, as officers may see them. */
const eventsOf =
  (
    { events, keys }: ReplayPorts,
    reference: string,
    range: StreamRange,
  ): TaskEither<Problem, ReadonlyArray<Happened<CommissionEvent>>> =>
  async () => {
    const found: Array<Happened<CommissionEvent>> = [];
    try {
      for await (const page of events.readStream(streamName('commission', reference), range))
        for (const each of page) {
          const event = happened(registry, keys, each, commissionFile.sees);
          if (E.isLeft(event)) return E.left(unreadable(reference, each.revision, event.left._tag));
          found.push(event.right as Happened<CommissionEvent>);
        }
    } catch (error) {
      if (error instanceof EventStoreError)
        return E.left(problem(503, 'unavailable', 'The record cannot be reached at the moment.'));
      throw error;
    }
    return E.right(found);
  };

/**
 * One commission as it stood at a moment: its own events, and no other, through the same function that makes its file.
 * Empty when there was nothing of it yet.
 */
export const commissionAsAt = (
  ports: ReplayPorts,
  reference: string,
  at: Moment,
): TaskEither<Problem, FileAsAt> =>
  pipe(
    eventsOf(ports, reference, {}),
    TE.map((events) => {
      const documents = new Map<string, JsonObject>();
      for (const event of events) if (counts(event, at)) take(documents, event);
      return documents;
    }),
  );

/** A page of a commission's history, oldest first, from a revision on; empty past its end. */
export const historyFrom = (
  ports: ReplayPorts,
  reference: string,
  from: number,
  limit: number,
): TaskEither<Problem, ReadonlyArray<HistoryEntry>> =>
  pipe(
    eventsOf(ports, reference, { from, to: from + limit - 1 }),
    TE.map((events) => events.map(historyOf)),
  );
