import { type CommissionEvent, registry } from '@commissioning/domain';
import { type EventStore, EventStoreError } from '@commissioning/event-store';
import { problem, type Problem } from '@commissioning/http';
import { effectiveAt, type Happened, type JsonObject, streamName } from '@commissioning/kernel';
import type { DocumentKey } from '@commissioning/projecting';
import type { Moment } from '@commissioning/read-store';
import { happened, type KeyStore } from '@commissioning/record';
import { commissionFile } from '@projections/commission-file';
import * as E from 'fp-ts/Either';
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

/**
 * One commission as it stood at a moment: its own events, and no other, through the same function that makes its file.
 * Empty when there was nothing of it yet.
 */
export const commissionAsAt =
  ({ events, keys }: ReplayPorts, reference: string, at: Moment): TaskEither<Problem, FileAsAt> =>
  async () => {
    const documents = new Map<string, JsonObject>();
    try {
      for await (const page of events.readStream(streamName('commission', reference)))
        for (const each of page) {
          const event = happened(registry, keys, each, commissionFile.sees);
          if (E.isLeft(event))
            return E.left(
              problem(
                500,
                'unreadable',
                `Event ${each.revision} of ${reference} cannot be read.`,
                event.left._tag,
              ),
            );
          if (counts(event.right, at)) take(documents, event.right as Happened<CommissionEvent>);
        }
    } catch (error) {
      if (error instanceof EventStoreError)
        return E.left(problem(503, 'unavailable', 'The record cannot be reached at the moment.'));
      throw error;
    }
    return E.right(documents);
  };
